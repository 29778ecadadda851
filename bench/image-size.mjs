// Prints the compressed size of the hello-world image, layer by layer, as a part of what it may have.
// Needs a BuildKit: `test/engine/engine with -- node bench/image-size.mjs`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LIMIT = 18e6;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mopy-bench-'));

try {
  const image = join(folder, 'image.tar');
  build(join(root, 'examples/hello-world'), image);
  print(layersOf(image));
} finally {
  rmSync(folder, { recursive: true });
}

function build(context, image) {
  const words = [join(root, 'bin/mopy.js'), '-output', `type=oci,dest=${image}`, context];
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(stderr);
  }
}

/** Layers of the only image in an OCI tar, with the step that made each. */
function layersOf(image) {
  const read = (name) => JSON.parse(spawnSync('tar', ['-xOf', image, name], { encoding: 'utf8' }).stdout);
  const blob = ({ digest }) => read(`blobs/${digest.replace(':', '/')}`);
  const manifest = blob(read('index.json').manifests[0]);
  const steps = blob(manifest.config).history.filter((entry) => !entry.empty_layer);
  return manifest.layers.map(({ size }, index) => ({ size, step: steps[index]?.created_by ?? '' }));
}

function print(layers) {
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  for (const { size, step } of layers) {
    console.log(`${megabytes(size)}  ${step}`);
  }
  console.log(`${megabytes(total)}  in all: ${(total / LIMIT).toFixed(2)} of ${LIMIT / 1e6} MB`);
}

function megabytes(size) {
  return `${(size / 1e6).toFixed(2).padStart(6)} MB`;
}
