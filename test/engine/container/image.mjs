// Finds an image's configuration and layers in a tar file (type=oci or type=docker), an OCI folder, or a registry.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openTarFile } from './tar-file.mjs';

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** `config` is the image's JSON, `layers` are descriptors from the lowest up, `stream(descriptor)` gives a blob. */
export async function openImage(source, platform) {
  const store = await openStore(source);
  let document = await store.root();
  while (document.manifests !== undefined) {
    const descriptor = choose(document.manifests, platform, source);
    document = await store.manifest(descriptor);
  }
  const config = await store.json(document.config);
  return { config, layers: document.layers, stream: store.stream };
}

function choose(manifests, platform, source) {
  const [os, architecture, variant] = platform.split('/');
  const images = manifests.filter((manifest) => manifest.platform?.os !== 'unknown');
  const match = images.find(
    (image) =>
      image.platform?.os === os &&
      image.platform?.architecture === architecture &&
      (variant === undefined || image.platform?.variant === variant),
  );
  // An exporter that writes one image may leave its platform out, and a single image is meant whatever its platform.
  const chosen = match ?? (images.length === 1 ? images[0] : undefined);
  if (chosen === undefined) {
    throw new Error(`${source} has no image for ${platform}`);
  }
  return chosen;
}

async function openStore(source) {
  const found = await stat(source).catch(() => undefined);
  if (found === undefined) {
    return openRegistry(source);
  }
  return openLayout(found.isDirectory() ? openFolder(source) : await openTarFile(source));
}

function openFolder(folder) {
  return {
    read: (name) => readFile(join(folder, name)),
    stream: (name) => createReadStream(join(folder, name)),
  };
}

function openLayout(files) {
  const pathOf = (descriptor) => `blobs/${descriptor.digest.replace(':', '/')}`;
  const json = async (descriptor) => JSON.parse(await files.read(pathOf(descriptor)));
  return {
    root: async () => JSON.parse(await files.read('index.json')),
    manifest: json,
    json,
    stream: async (descriptor) => files.stream(pathOf(descriptor)),
  };
}

function openRegistry(reference) {
  const parts = /^(?<host>[^/]+)\/(?<name>[^@]+?)(?::(?<tag>[^:/@]+))?(?:@(?<digest>.+))?$/.exec(
    reference,
  )?.groups;
  if (parts === undefined) {
    throw new Error(`${reference} is neither a file nor HOST/NAME:TAG`);
  }
  const isPlain = /^(localhost|127\.)/.test(parts.host) || parts.host === process.env.MOPY_ENGINE_REGISTRY;
  const scheme = isPlain ? 'http' : 'https';
  const base = `${scheme}://${parts.host}/v2/${parts.name}`;
  const manifest = async (digest) =>
    (await get(`${base}/manifests/${digest}`, manifestTypes.join(', '))).json();
  const blob = (descriptor) => get(`${base}/blobs/${descriptor.digest}`, '*/*');
  return {
    root: () => manifest(parts.digest ?? parts.tag ?? 'latest'),
    manifest: (descriptor) => manifest(descriptor.digest),
    json: async (descriptor) => (await blob(descriptor)).json(),
    stream: async (descriptor) => Readable.fromWeb((await blob(descriptor)).body),
  };
}

async function get(url, accept) {
  const response = await fetch(url, { headers: { accept } });
  if (!response.ok) {
    throw new Error(`${url}: ${response.status} ${response.statusText}`);
  }
  return response;
}
