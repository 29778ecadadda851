// Prints what many builds ask of a machine: twenty at once, all cached, by the frontend and by `mopy`, against one; the
// memory of each frontend; and what a hundred builds in a row leave.
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
    const peaks = await frontends.stop();
    console.log(`${name}: one build ${one.toFixed(2)} s, ${AT_ONCE} at once ${many.toFixed(2)} s`);
    report(many / one, LIMITS.times, 'times', 1);
    if (name === 'frontend') {
      reportMemory(peaks);
    }
  }
  const before = left();
  for (let count = 0; count < IN_A_ROW; count += 1) {
    await seconds(1, ways.mopy);
    if (count === 0) {
      Object.assign(before, left());
    }
  }
  console.log(`${IN_A_ROW} builds in a row, left after the last, of at most those after the first:`);
  for (const [what, count] of Object.entries(left())) {
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

function reportMemory(peaks) {
  if (peaks.length === 0) {
    throw new Error(
      'no frontend was seen: the daemon does not run on this machine, or the frontend has another path',
    );
  }
  report(Math.max(...peaks), LIMITS.megabytes, `MB in the largest of ${peaks.length} frontends seen`);
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

/** Reads again and again what the kernel knows of each frontend's largest size. */
function watchFrontends() {
  const peaks = new Map();
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      for (const id of numbers('/proc')) {
        const size = peakOfFrontend(id);
        if (size !== undefined) {
          peaks.set(id, size);
        }
      }
      await wait(SAMPLE_MILLISECONDS);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return [...peaks.values()];
    },
  };
}

/** Megabytes; undefined for other programs, and for what has ended. */
function peakOfFrontend(id) {
  try {
    if (!readFileSync(`/proc/${id}/cmdline`, 'utf8').startsWith('node\0/usr/lib/mopy/mopy.cjs')) {
      return undefined;
    }
    const [, kibibytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
    return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6;
  } catch {
    return undefined;
  }
}

/** Things that builds of mopy could leave on this machine. */
function left() {
  return {
    'temporary files': entries(temporary),
    'files of the cache folder': entries(environment.XDG_CACHE_HOME),
    'files beside the program': entries(join(root, 'dist')),
    processes: numbers('/proc').filter((id) => holdsFolder(id)).length,
    mounts: readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .filter((line) => line.includes(folder)).length,
  };
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
