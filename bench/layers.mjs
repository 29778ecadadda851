// Prints what changes of a project cost: the steps that run again, what travels to a registry that has the image from before,
// how long the layers take to export, and all of the build. Beside it a Dockerfile as many write it, with one layer for
// `pip install`, whose ENV stands before it since `envs` are for the build too.
// Needs a BuildKit: `test/engine/engine with python:3.13 python:3.11 distroless -- node bench/layers.mjs`.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root, run } from './shared/engine.mjs';
import { write } from './shared/files.mjs';
import { stepsOf } from './shared/progress.mjs';

const folder = mkdtempSync(join(tmpdir(), 'mopy-bench-'));

/** Makes the sources those of no build before: what is the same as before is not compressed again either. */
const RUN = randomUUID();

/** The files of a build, at first. */
const start = {
  python: '3.13',
  packages: ['numpy==2.2.5', 'pandas==2.2.3', 'scipy==1.15.2', 'flask==3.1.0', 'requests==2.32.3'],
  environment: { BENCH: RUN },
  labels: {},
  buildDependencies: [],
  runtimeDependencies: [],
  program: `# ${RUN}\nimport flask, pandas, scipy, member\n`,
  member: `NAME = "${RUN}"\n`,
};

/** One after another. What no Dockerfile of that kind has is mopy's alone. */
const changes = [
  ['a file of `project`', (one) => ({ program: `${one.program}# more\n` })],
  ['a source file of a local project', (one) => ({ member: `${one.member}# more\n` })],
  ['one small package more', (one) => ({ packages: [...one.packages, 'tabulate==0.9.0'] })],
  ['another version of a heavy package', replaced('numpy==2.2.5', 'numpy==2.2.6')],
  ['`envs`', (one) => ({ environment: { ...one.environment, MORE: '1' } })],
  ['`labels`', () => ({ labels: { version: '2' } })],
  ['`build-deps`', () => ({ buildDependencies: ['libmagic-dev'] })],
  ['`runtime-deps`', () => ({ runtimeDependencies: ['libmagic1'] })],
  ['`python`: 3.13 to 3.11', () => ({ python: '3.11' })],
];

function replaced(from, to) {
  return ({ packages }) => ({ packages: packages.map((line) => (line === from ? to : line)) });
}

try {
  await compare();
} finally {
  rmSync(folder, { recursive: true });
}

async function compare() {
  console.log(`${'change of'.padEnd(36)}${title('mopy')}${title('pip install')}  bytes, ratio`);
  let state = start;
  let before = await builds(state);
  print('all of it', before, undefined);
  for (const [name, change] of changes) {
    state = { ...state, ...change(state) };
    const now = await builds(state);
    print(name, now, before);
    before = now;
  }
}

function title(name) {
  return `  ${`${name}: steps, MB, export, all`.padEnd(40)}`;
}

async function builds(state) {
  return { mopy: await buildWithMopy(state), plain: await buildDockerfile(state) };
}

function print(name, { mopy, plain }, before) {
  const [own, other] = [travels(mopy, before?.mopy), travels(plain, before?.plain)];
  const ratio = (other / own).toFixed(own > other ? 2 : 0);
  console.log(`${name.padEnd(36)}${costs(mopy, own)}${costs(plain, other)}  ${ratio}`);
}

function costs({ ran, steps, exported, seconds }, bytes) {
  const numbers = [`${ran}/${steps}`.padStart(6), (bytes / 1e6).toFixed(3).padStart(9)];
  const times = [exported, seconds].map((value) => `${value.toFixed(1)} s`.padStart(9));
  return `  ${[...numbers, ...times].join(' ').padEnd(40)}`;
}

/** Bytes of an image's blobs that the image before it does not have. */
function travels({ blobs }, before) {
  return [...blobs].filter(([digest]) => !before?.blobs.has(digest)).reduce((sum, [, size]) => sum + size, 0);
}

function projectFiles({ program, member }) {
  return {
    'app/main.py': program,
    'member/member.py': member,
    'member/pyproject.toml':
      '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n' +
      '[project]\nname = "member"\nversion = "1.0"\ndependencies = []\n[tool.setuptools]\npy-modules = ["member"]\n',
  };
}

function buildWithMopy(state) {
  const context = join(folder, 'mopy');
  const list = (key, items) => (items.length === 0 ? '' : `${key}: ${JSON.stringify(items)}\n`);
  const table = (key, entries) =>
    Object.keys(entries).length === 0 ? '' : `${key}: ${JSON.stringify(entries)}\n`;
  write(context, {
    ...projectFiles(state),
    'Mopyfile.yaml':
      `python: "${state.python}"\nproject: app/\n${list('pip', [...state.packages, './member'])}` +
      `${table('envs', state.environment)}${table('labels', state.labels)}` +
      `${list('build-deps', state.buildDependencies)}${list('runtime-deps', state.runtimeDependencies)}`,
  });
  return build(process.execPath, (output) => [
    ...[join(root, 'bin/mopy.js'), '-progress', 'rawjson', '-output', output, context],
  ]);
}

function buildDockerfile(state) {
  const context = join(folder, 'plain');
  const lines = (word, entries) =>
    Object.entries(entries).map(([name, value]) => `${word} ${name}=${value}\n`);
  const debian = [...state.buildDependencies, ...state.runtimeDependencies];
  const apt =
    debian.length === 0
      ? ''
      : `RUN apt-get update && apt-get install -y --no-install-recommends ${debian.join(' ')}\n`;
  write(context, {
    ...projectFiles(state),
    'requirements.txt': `${[...state.packages, './member'].join('\n')}\n`,
    Dockerfile: `FROM python:${state.python}
${lines('ENV', state.environment).join('')}WORKDIR /app
${apt}COPY requirements.txt ./
COPY member member
RUN pip install --no-cache-dir -r requirements.txt
COPY app ./
${lines('LABEL', state.labels).join('')}CMD ["python", "main.py"]
`,
  });
  return build('buildctl', (output) => [
    ...['build', '--progress', 'rawjson', '--frontend', 'dockerfile.v0', '--output', output],
    ...['--local', `context=${context}`, '--local', `dockerfile=${context}`],
  ]);
}

/** Steps, times and blobs of a build; with compression as a push has it. */
async function build(program, words) {
  const output = join(folder, 'image');
  rmSync(output, { recursive: true, force: true });
  const { stderr, seconds } = await run(program, words(`type=oci,tar=false,dest=${output}`));
  return { seconds, ...stepsOf(stderr), blobs: blobsOf(output) };
}

/**
 * Compressed sizes by digest: layers and the configuration. A layer that the daemon has without compression, because another
 * build wanted that, is exported as it is.
 */
function blobsOf(output) {
  const read = (path) => JSON.parse(readFileSync(join(output, path), 'utf8'));
  const pathOf = ({ digest }) => `blobs/${digest.replace(':', '/')}`;
  const blob = (descriptor) => read(pathOf(descriptor));
  const compressedSize = (descriptor) =>
    descriptor.mediaType.endsWith('.tar')
      ? gzipSync(readFileSync(join(output, pathOf(descriptor)))).length
      : descriptor.size;
  let [found] = read('index.json').manifests;
  for (let next = blob(found); next.manifests; next = blob(found)) {
    [found] = next.manifests;
  }
  const { config, layers } = blob(found);
  return new Map([config, ...layers].map((descriptor) => [descriptor.digest, compressedSize(descriptor)]));
}
