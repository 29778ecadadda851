// Prints how large images with Debian packages are: mopy's on distroless, and python:slim with apt and pip, compressed.
// Needs a BuildKit: `test/engine/engine with python:3.11 -- node bench/runtime-deps.mjs [NAME…]`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Packages of Debian and of Python, and the part of the other image's size that mopy's may have. */
const CASES = {
  ffmpeg: { apt: ['ffmpeg'], pip: ['ffmpeg-python'], limit: 0.5 },
  libgl1: { apt: ['libgl1'], pip: ['PyOpenGL'], limit: 0.2 },
  'libgl1 with opencv': { apt: ['libgl1', 'libglib2.0-0'], pip: ['opencv-python'], limit: 0.9 },
  'tesseract-ocr': { apt: ['tesseract-ocr'], pip: ['pytesseract'], limit: 0.6 },
  'poppler-utils': { apt: ['poppler-utils'], pip: ['pdf2image'], limit: 0.9 },
  git: { apt: ['git'], pip: ['GitPython'], limit: 0.9 },
  graphviz: { apt: ['graphviz'], pip: ['graphviz'], limit: 0.9 },
  imagemagick: { apt: ['imagemagick'], pip: ['Wand'], limit: 0.9 },
  procps: { apt: ['procps'], pip: ['six'], limit: 0.9 },
  curl: { apt: ['curl'], pip: ['six'], limit: 0.9 },
  'postgresql-client': { apt: ['postgresql-client'], pip: ['pg8000'], limit: 0.9 },
};
const PYTHON = '3.11';
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mopy-bench-'));

try {
  const names = process.argv.slice(2);
  console.log(`${'MB'.padStart(27)}${'slim + apt'.padStart(12)}${'ratio'.padStart(8)}${'limit'.padStart(8)}`);
  for (const name of names.length > 0 ? names : Object.keys(CASES)) {
    const { limit, ...packages } = CASES[name];
    const [own, other] = [ownImage(name, packages), otherImage(name, packages)];
    const numbers = [own / 1e6, other / 1e6].map((size) => size.toFixed(1));
    console.log(
      `${name.padEnd(20)}${numbers[0].padStart(7)}${numbers[1].padStart(12)}${(own / other).toFixed(2).padStart(8)}${String(limit).padStart(8)}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

function ownImage(name, { apt, pip }) {
  const context = contextOf(
    name,
    'Mopyfile.yaml',
    JSON.stringify({ python: PYTHON, 'runtime-deps': apt, pip }),
  );
  const image = join(context, 'own');
  run(process.execPath, [
    join(root, 'bin/mopy.js'),
    '-output',
    `type=oci,tar=false,compression=gzip,force-compression=true,dest=${image}`,
    context,
  ]);
  return sizeOf(image);
}

function otherImage(name, { apt, pip }) {
  const context = contextOf(
    name,
    'Dockerfile',
    `FROM python:${PYTHON}-slim
RUN apt-get update && apt-get install -y --no-install-recommends ${apt.join(' ')} && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir ${pip.join(' ')}
`,
  );
  const image = join(context, 'other');
  const locals = ['context', 'dockerfile'].flatMap((local) => ['--local', `${local}=${context}`]);
  const output = ['--output', `type=oci,tar=false,compression=gzip,force-compression=true,dest=${image}`];
  run('buildctl', ['build', '--frontend', 'dockerfile.v0', ...locals, ...output]);
  return sizeOf(image);
}

function contextOf(name, file, text) {
  const context = join(folder, name);
  mkdirSync(context, { recursive: true });
  writeFileSync(join(context, file), text);
  return context;
}

function run(program, words) {
  const { status, stderr } = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) {
    throw new Error(stderr);
  }
}

/** Bytes of the layers of the only image in an OCI layout, which is removed. */
function sizeOf(image) {
  const read = (path) => JSON.parse(readFileSync(join(image, path), 'utf8'));
  let manifest = read('index.json');
  while (manifest.manifests) {
    manifest = read(`blobs/${manifest.manifests[0].digest.replace(':', '/')}`);
  }
  rmSync(image, { recursive: true });
  return manifest.layers.reduce((sum, { size }) => sum + size, 0);
}
