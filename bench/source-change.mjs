// Prints which steps a changed source file of the Django recipe runs again: as it is, and without `prepare` and `checks`.
// Needs a BuildKit: `test/engine/engine with python:3.13 -- node bench/source-change.mjs`.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mopy-bench-'));

/** `[build 2/7] title`; base images, helpers and exporters are no steps. */
const STEP = /^\[(\S+) +\d+\/\d+\] (?!FROM )([\s\S]+)$/;

try {
  report('with `prepare` and `checks`', (text) => text);
  report('without them', (text) => text.replace(/^(prepare|checks):\n( .*\n)+/gm, ''));
} finally {
  rmSync(folder, { recursive: true });
}

function report(title, change) {
  const context = join(folder, title.replaceAll(/\W/g, ''));
  cpSync(join(root, 'examples/django'), context, { recursive: true });
  const mopyfile = join(context, 'Mopyfile.yaml');
  writeFileSync(mopyfile, change(readFileSync(mopyfile, 'utf8')));
  build(context);
  appendFileSync(join(context, 'mysite/urls.py'), `# ${Date.now()}\n`);
  const { steps, seconds } = build(context);
  const ran = steps.filter(({ cached }) => !cached);
  console.log(`${title}: ${ran.length} of ${steps.length} steps ran again, ${seconds.toFixed(1)} s`);
  for (const { stage, title: step, seconds: own } of ran) {
    console.log(`  ${own.toFixed(1).padStart(5)} s  ${stage}: ${step}`);
  }
}

/** Steps of a build, each once, with how long they took. */
function build(context) {
  const output = `type=oci,dest=${join(folder, 'image.tar')}`;
  const words = [join(root, 'bin/mopy.js'), '-progress', 'rawjson', '-output', output, context];
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) {
    throw new Error(stderr);
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const vertices = new Map();
  for (const line of stderr.split('\n').filter((text) => text.startsWith('{'))) {
    for (const vertex of JSON.parse(line).vertexes ?? []) {
      vertices.set(vertex.digest, { ...vertices.get(vertex.digest), ...vertex });
    }
  }
  return { seconds, steps: [...vertices.values()].flatMap(stepOf) };
}

function stepOf({ name = '', cached = false, started, completed }) {
  const [, stage, title] = STEP.exec(name) ?? [];
  const seconds = started && completed ? (Date.parse(completed) - Date.parse(started)) / 1000 : 0;
  return stage === undefined ? [] : [{ stage, title, cached, seconds }];
}
