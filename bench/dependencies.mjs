// Prints what an image with numpy, pandas, scipy and FastAPI costs: mopy's beside a Dockerfile of one stage with pip and beside
// uv's example of several stages, each from the same uv.lock and with its usual cache mounts. Wall time to an image that is
// pushed, processor time, bytes that a registry gets, and `import pandas` in the images. Figures are medians.
// Needs the engine's own BuildKit and Python with venv:
// `test/engine/engine with python:3.13 distroless -- node bench/dependencies.mjs [ROUNDS] [pip] [uv] [--steps]`.
// Others can be left out; `--steps` tells when each step ran.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSupport, root, run } from './shared/engine.mjs';
import { median, table } from './shared/figures.mjs';
import { write } from './shared/files.mjs';
import { processorSeconds } from './shared/processor.mjs';
import { stepsOf } from './shared/progress.mjs';
import { dockerfileCommand, filesOf, mopyCommand, SLIM } from './shared/ways.mjs';

const WORDS = process.argv.slice(2);
const ROUNDS = Number(WORDS.find((word) => /^\d+$/.test(word)) ?? 3);
const SHOWS_STEPS = WORDS.includes('--steps');
const OTHERS = ['pip', 'uv'].filter(
  (name, _, all) => WORDS.includes(name) || !all.some((one) => WORDS.includes(one)),
);
const NAMES = ['mopy', ...OTHERS];
const UV = /^uv==.*$/m.exec(readFileSync(join(root, 'test/lock/tools.txt'), 'utf8'))[0];
const DISTROLESS = 'gcr.io/distroless/static-debian13:nonroot';

/** Each round has another, so that the median is that of no single name. */
const SMALL = ['tabulate==0.9.0', 'xmltodict==0.14.2', 'humanize==4.12.3'];
const PACKAGES = [
  ...['numpy==2.2.5', 'pandas==2.2.3', 'scipy==1.15.2'],
  ...['fastapi==0.115.12', 'uvicorn==0.34.2'],
];

/** Changes of a project, one after another. */
const EVENTS = [
  { name: 'first build, nothing cached', change: (state) => state },
  { name: 'without cache, downloads kept', change: (state) => state, isCached: false },
  {
    name: 'one small dependency more',
    change: (state, round) => ({ ...state, packages: [...state.packages, SMALL[round % SMALL.length]] }),
  },
  {
    name: 'another version of numpy',
    change: (state) => ({
      ...state,
      packages: state.packages.map((line) => (line === 'numpy==2.2.5' ? 'numpy==2.2.6' : line)),
    }),
  },
  { name: 'a file of the project', change: (state) => ({ ...state, program: `${state.program}# more\n` }) },
];

/** Prints the seconds of processes that do nothing but the import; the first of all may write byte code. */
const IMPORTS = `
import json, subprocess, sys, time
def seconds():
    begin = time.perf_counter()
    subprocess.check_call([sys.executable, "-c", "import pandas"])
    return time.perf_counter() - begin
seconds()
print(json.dumps([seconds() for _ in range(15)]))
`;

const folder = mkdtempSync(join(tmpdir(), 'mopy-bench-'));
const { startPrivateDaemon } = await loadSupport('private-daemon');
const { startRegistry } = await loadSupport('registry');
const daemon = await startPrivateDaemon();
const bases = await startRegistry();
const uvImage = `${bases.host}/uv:python3.13-slim`;
const files = filesOf(uvImage);

try {
  await prepare();
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await playRound(round));
  }
  report(rounds);
} finally {
  await daemon.stop();
  await bases.stop();
  rmSync(folder, { recursive: true });
}

/** Makes uv's image, and the machine's own uv, which writes the locks. */
async function prepare() {
  await run('python3', ['-m', 'venv', join(folder, 'uv')]);
  await run(join(folder, 'uv/bin/pip'), ['install', '--quiet', UV]);
  await buildDockerfile(
    `FROM ${SLIM}\nRUN pip install --no-cache-dir ${UV}\nENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt\n`,
    push(uvImage),
  );
}

/** All of the events, on a daemon that has the base images and nothing else, each way with a registry that is empty. */
async function playRound(round) {
  await forget();
  // None is always the first that asks the index.
  const names = NAMES.map((_, index) => NAMES[(index + round) % NAMES.length]);
  const players = [];
  for (const name of names) {
    players.push({ name, registry: await startRegistry(), results: [] });
  }
  let state = {
    packages: PACKAGES,
    program: 'import pandas, scipy\nfrom fastapi import FastAPI\n\napp = FastAPI()\n',
  };
  for (const event of EVENTS) {
    state = event.change(state, round);
    await writeProject(state);
    for (const player of players) {
      player.results.push(await play(player, event));
    }
  }
  const imports = await timeImports(players);
  await Promise.all(players.map(({ registry }) => registry.stop()));
  return Object.fromEntries(
    players.map(({ name, results }) => [name, { results, imported: median(imports[name]) }]),
  );
}

/** Leaves the daemon with the base images, unpacked. */
async function forget() {
  await daemon.prune();
  for (const image of ['python:3.13', SLIM, uvImage]) {
    await buildDockerfile(`FROM ${image}\nRUN true\n`);
  }
  await buildDockerfile(`FROM ${DISTROLESS}\nCOPY Dockerfile /\n`);
}

async function buildDockerfile(text, output) {
  const context = mkdtempSync(join(folder, 'image-'));
  write(context, { Dockerfile: text });
  await build(dockerfileCommand(daemon.address, context, output, true));
}

/** The files of all ways: sources and lock, and the lock as pip reads it. */
async function writeProject({ packages, program }) {
  const project = join(folder, 'project');
  write(project, {
    'app/main.py': program,
    'pyproject.toml': `[project]\nname = "project"\nversion = "1.0"\nrequires-python = ">=3.10"\ndependencies = ${JSON.stringify(packages)}\n`,
  });
  const uv = (...words) => run(join(folder, 'uv/bin/uv'), words, { cwd: project });
  await uv('lock', '--quiet', '--python', 'python3');
  await uv('export', '--frozen', '--no-emit-project', '--quiet', '--output-file', 'requirements.txt');
}

async function play({ name, registry }, { name: event, isCached = true }) {
  const context = join(folder, name);
  cpSync(join(folder, 'project'), context, { recursive: true });
  write(context, files[name]);
  // A registry that has all of it would be told nothing.
  const target = isCached ? registry : await startRegistry();
  const command = name === 'mopy' ? mopyCommand : dockerfileCommand;
  const load = loadavg()[0];
  const before = processorSeconds(daemon.pid);
  const { seconds, stderr } = await build(command(daemon.address, context, push(imageOf(target)), isCached));
  const processor = processorSeconds(daemon.pid) - before;
  const bytes = sum(target.moved().pushed);
  const { json } = await target.manifest(imageOf(target));
  if (!isCached) {
    await target.stop();
  }
  const figures = `${seconds.toFixed(1)} s, processor ${processor.toFixed(1)} s, ${megabytes(bytes)} MB`;
  console.error(`${event}, ${name}: ${figures} (load ${load.toFixed(1)})`);
  if (SHOWS_STEPS) {
    showSteps(stepsOf(stderr));
  }
  return { seconds, processor, load, bytes, size: sum([json.config, ...json.layers]) };
}

function showSteps({ times, exported }) {
  const start = Math.min(...times.map(({ started }) => started));
  for (const { name, started, seconds } of times.toSorted((a, b) => a.started - b.started)) {
    if (seconds >= 0.1) {
      const at = ((started - start) / 1000).toFixed(1);
      console.error(`  ${at.padStart(6)} + ${seconds.toFixed(1).padStart(5)}  ${name.split('\n')[0]}`);
    }
  }
  console.error(`  exporting layers ${exported.toFixed(1)}`);
}

function build([program, ...words]) {
  return run(program, words);
}

function push(image) {
  return `type=image,name=${image},push=true`;
}

function imageOf({ host }) {
  return `${host}/app:latest`;
}

/** Seconds of imports, each in a process of its own, the images in turn. */
async function timeImports(players) {
  const times = Object.fromEntries(NAMES.map((name) => [name, []]));
  for (let turn = 0; turn < 3; turn += 1) {
    for (const { name, registry } of players) {
      const words = ['container', '--entrypoint', 'python', imageOf(registry), '-c', IMPORTS];
      const { stdout } = await run(join(root, 'test/engine/engine'), words);
      times[name].push(...JSON.parse(stdout));
    }
  }
  return times;
}

function report(rounds) {
  const row = (title, show, figure) => {
    const values = NAMES.map((name) => median(rounds.map((results) => figure(results[name]))));
    const [mopy, ...others] = values;
    return [title, ...values.map(show), ...others.map((other) => (mopy / other).toFixed(2))];
  };
  const rows = (what, show, figure) =>
    EVENTS.map(({ name }, index) => row(`${name}: ${what}`, show, ({ results }) => figure(results[index])));
  const tenths = (value) => value.toFixed(1);
  const loads = rounds.flatMap((results) =>
    NAMES.flatMap((name) => results[name].results.map(({ load }) => load)),
  );
  const range = `${tenths(Math.min(...loads))} to ${tenths(Math.max(...loads))}`;
  console.log(`medians of ${rounds.length} rounds, on ${cpus().length} processors with a load of ${range}\n`);
  console.log(
    table(
      ['', ...NAMES, ...OTHERS.map((name) => `mopy / ${name}`)],
      [
        ...rows('s', tenths, ({ seconds }) => seconds),
        ...rows('processor s', tenths, ({ processor }) => processor),
        ...rows('MB pushed', megabytes, ({ bytes }) => bytes),
        row('image, MB', megabytes, ({ results }) => results.at(-1).size),
        row(
          '`import pandas`, ms',
          (value) => (value * 1000).toFixed(0),
          ({ imported }) => imported,
        ),
      ],
    ),
  );
}

function sum(blobs) {
  return blobs.reduce((total, { size }) => total + size, 0);
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 1);
}
