// Prints what many builds ask of a machine: twenty at once, all cached, by the frontend and by `mopy`, against one; the
// memory and the processor time of each frontend; and what a hundred builds in a row, by turns in both ways, leave.
// Needs a BuildKit and the frontend's image: `test/engine/engine with -- node bench/load.mjs [IMAGE]`. Unless given, the
// image is the one that the end-to-end tests leave in the engine's registry. Memory is read from /proc: the daemon has
// to run on this machine. The exit code is 1 where a limit is exceeded or something is left. `--quick` makes two builds
// of each, to try this program itself.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: flags, positionals } = parseArgs({
  options: { quick: { type: 'boolean' } },
  allowPositionals: true,
});
const AT_ONCE = flags.quick ? 2 : 20;
const IN_A_ROW = flags.quick ? 2 : 100;
const ROUNDS = flags.quick ? 1 : 3;
const LIMITS = { times: 20, megabytes: 120 };
const SAMPLE_MILLISECONDS = 25;
const SETTLE_MILLISECONDS = 3000;
/** Of the kernel's clock in /proc/<id>/stat: `getconf CLK_TCK`. */
const TICKS_PER_SECOND = 100;
const root = fileURLToPath(new URL('..', import.meta.url));
const context = join(root, 'examples/hello-world');
const image = positionals[0] ?? `${process.env.MOPY_ENGINE_REGISTRY}/mopy:test`;
const folder = mkdtempSync(join(tmpdir(), 'mopy-bench-'));
const temporary = join(folder, 'temporary');
const environment = { ...process.env, TMPDIR: temporary, XDG_CACHE_HOME: join(folder, 'cache') };

const ways = {
  frontend: [
    'buildctl',
    ...['build', '--progress=quiet', '--frontend=gateway.v0', `--opt=source=${image}`],
    ...['context', 'dockerfile'].map((name) => `--local=${name}=${context}`),
  ],
  mopy: [process.execPath, join(root, 'bin/mopy.js'), context],
};

try {
  mkdirSync(temporary);
  for (const [name, words] of Object.entries(ways)) {
    // The first fills the cache.
    await seconds(1, words);
    const frontends = watchFrontends();
    const [one, many] = [await median(1, words), await median(AT_ONCE, words)];
    const seen = await frontends.stop();
    console.log(`${name}: one build ${one.toFixed(2)} s, ${AT_ONCE} at once ${many.toFixed(2)} s`);
    report(many / one, LIMITS.times, 'times', 1);
    if (name === 'frontend') {
      reportFrontends(seen);
    }
  }
  const inARow = async (count) => {
    for (let built = 0; built < count; built += 1) {
      await seconds(1, Object.values(ways)[built % 2]);
    }
    // The daemon cleans up behind the answer.
    await wait(SETTLE_MILLISECONDS);
    return left();
  };
  const before = await inARow(2);
  const after = await inARow(IN_A_ROW);
  console.log(`${IN_A_ROW} builds in a row, left after the last, of at most those before them:`);
  for (const [what, count] of Object.entries(after)) {
    report(count, before[what], what);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Prints a number beside its limit; the exit code tells when it is larger. */
function report(value, limit, what, digits = 0) {
  const isExceeded = value > limit;
  console.log(`  ${value.toFixed(digits)} ${what}, of at most ${limit}${isExceeded ? ': too much' : ''}`);
  if (isExceeded) {
    process.exitCode = 1;
  }
}

function reportFrontends(seen) {
  if (seen.length === 0) {
    throw new Error(
      'no frontend was seen: the daemon does not run on this machine, or the frontend has another path',
    );
  }
  const largest = Math.max(...seen.map(({ megabytes }) => megabytes));
  report(largest, LIMITS.megabytes, `MB in the largest of ${seen.length} frontends seen`);
  const longest = Math.max(...seen.map(({ processorSeconds }) => processorSeconds));
  console.log(`  ${longest.toFixed(2)} s of processor time in the one that took longest`);
}

async function median(count, words) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    times.push(await seconds(count, words));
  }
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)];
}

/** How long so many builds take that start together. */
async function seconds(count, words) {
  const start = performance.now();
  await Promise.all(Array.from({ length: count }, () => build(words)));
  return (performance.now() - start) / 1000;
}

function build([program, ...words]) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    const said = [];
    child.stderr.on('data', (data) => said.push(data));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(Buffer.concat(said).toString()))));
  });
}

/** Reads again and again what the kernel knows of each frontend: its largest size, and its processor time. */
function watchFrontends() {
  const seen = new Map();
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      for (const id of numbers('/proc')) {
        const use = useOfFrontend(id);
        if (use !== undefined) {
          seen.set(id, use);
        }
      }
      await wait(SAMPLE_MILLISECONDS);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return [...seen.values()];
    },
  };
}

/** Undefined for other programs, and for what has ended. */
function useOfFrontend(id) {
  try {
    if (!readFileSync(`/proc/${id}/cmdline`, 'utf8').startsWith('node\0/usr/lib/mopy/mopy.cjs')) {
      return undefined;
    }
    const [, kibibytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
    // Behind the name in parentheses: fields 14 and 15 of proc(5) are the times in user and in kernel mode.
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1).split(' ');
    const processorSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    return kibibytes === undefined
      ? undefined
      : { megabytes: (Number(kibibytes) * 1024) / 1e6, processorSeconds };
  } catch {
    return undefined;
  }
}

/** Things that builds could leave on this machine: mopy itself, the daemon for it, and its frontends. */
function left() {
  return {
    'temporary files': entries(temporary),
    'files of the cache folder': entries(environment.XDG_CACHE_HOME),
    'files beside the program': entries(join(root, 'dist')),
    processes: numbers('/proc').filter((id) => holdsFolder(id)).length,
    'processes of the daemon': childrenOf(daemonId()).length,
    "the daemon's folders for mounts": readdirSync(tmpdir()).filter((name) =>
      name.startsWith('buildkit-mount'),
    ).length,
    mounts: readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\n').length,
  };
}

/** buildkitd's, as the engine wrote it: before the time at which it started. */
function daemonId() {
  return readFileSync(join(process.env.MOPY_ENGINE_CACHE, 'run/buildkitd.pid'), 'utf8').split(' ', 1)[0];
}

/** Any thread of a process may have started one. */
function childrenOf(id) {
  return readdirSync(`/proc/${id}/task`).flatMap((thread) =>
    readFileSync(`/proc/${id}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
  );
}

/** True for what was started with this program's temporary folder. */
function holdsFolder(id) {
  try {
    return id !== String(process.pid) && readFileSync(`/proc/${id}/environ`, 'utf8').includes(temporary);
  } catch {
    return false;
  }
}

function entries(path) {
  try {
    return readdirSync(path, { recursive: true }).length;
  } catch {
    return 0;
  }
}

function numbers(path) {
  return readdirSync(path).filter((name) => /^\d+$/.test(name));
}
