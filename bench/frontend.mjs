// Prints what the frontend adds to a build of which everything is cached, against the same build from the emitted
// Dockerfile, and the compressed size of its image.
// Needs a BuildKit and the image: `test/engine/engine with -- node bench/frontend.mjs [IMAGE]`. Unless given, the image
// is the one that the end-to-end tests leave in the engine's registry. Its registry has to answer over plain HTTP and
// without a password; of an image for several platforms the size is that of the largest.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROUNDS = 15;
const LIMITS = { milliseconds: 300, bytes: 45e6 };
const root = fileURLToPath(new URL('..', import.meta.url));
const context = join(root, 'examples/hello-world');
const image = process.argv[2] ?? `${process.env.MOPY_ENGINE_REGISTRY}/mopy:test`;
const folder = mkdtempSync(join(tmpdir(), 'mopy-bench-'));

try {
  writeFileSync(
    join(folder, 'Dockerfile'),
    run(process.execPath, [join(root, 'bin/mopy.js'), '-dockerfile', context]),
  );
  const locals = (build) => ['--local', `context=${context}`, '--local', `dockerfile=${build}`];
  const ways = {
    'emitted Dockerfile': ['--frontend', 'dockerfile.v0', ...locals(folder)],
    frontend: ['--frontend', 'gateway.v0', '--opt', `source=${image}`, ...locals(context)],
  };
  const times = measure(ways);
  for (const [name, milliseconds] of Object.entries(times)) {
    console.log(`${digits(milliseconds)} ms  ${name}`);
  }
  const added = times.frontend - times['emitted Dockerfile'];
  console.log(
    `${digits(added)} ms  added: ${(added / LIMITS.milliseconds).toFixed(2)} of ${LIMITS.milliseconds} ms`,
  );
  const size = await compressedSize(image);
  console.log(
    `${digits(size / 1e6)} MB  image: ${(size / LIMITS.bytes).toFixed(2)} of ${LIMITS.bytes / 1e6} MB`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

/** Medians; the ways take turns, so that what else the machine does hits all of them. */
function measure(ways) {
  const all = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, words] of Object.entries(ways)) {
      const start = performance.now();
      run('buildctl', ['build', '--progress', 'quiet', ...words]);
      // The first round fills the cache.
      if (round > 0) {
        all[name].push(performance.now() - start);
      }
    }
  }
  const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
  return Object.fromEntries(Object.entries(all).map(([name, times]) => [name, median(times)]));
}

function run(program, words) {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${program} ${words.join(' ')}\n${stderr}`);
  }
  return stdout;
}

/** Bytes and layers that a registry keeps of the image for one platform. */
async function compressedSize(reference) {
  const [, registry, name, version] = /^([^/]+)\/([^:@]+)[:@](.+)$/.exec(reference);
  const address = `http://${registry}/v2/${name}/manifests`;
  const { layers, manifests } = await manifest(`${address}/${version}`);
  if (manifests === undefined) {
    return sizeOf(layers);
  }
  // Attestations, which describe an image, are of an unknown platform.
  const images = manifests.filter(({ platform }) => platform?.os !== 'unknown');
  const sizes = images.map(async ({ digest }) => sizeOf((await manifest(`${address}/${digest}`)).layers));
  return Math.max(...(await Promise.all(sizes)));
}

async function manifest(address) {
  const types = ['oci.image.index.v1', 'oci.image.manifest.v1'].map((name) => `application/vnd.${name}+json`);
  const dockerTypes = ['manifest.list.v2', 'manifest.v2'].map(
    (name) => `application/vnd.docker.distribution.${name}+json`,
  );
  const response = await fetch(address, { headers: { accept: [...types, ...dockerTypes].join(', ') } });
  if (!response.ok) {
    throw new Error(`${address}: ${response.status} ${response.statusText}`);
  }
  return response.json();
}

function sizeOf(layers) {
  return layers.reduce((sum, { size }) => sum + size, 0);
}

function digits(number) {
  return number.toFixed(1).padStart(6);
}
