// Unpacked layers, kept by digest: an image whose layers were seen before starts without unpacking anything.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const whiteoutPrefix = '.wh.';
const opaqueMarker = '.wh..wh..opq';

/** The folders of the image's layers, from the lowest up, relative to the folder of all layers. */
export async function unpackLayers(image, layersFolder) {
  await mkdir(layersFolder, { recursive: true });
  return Promise.all(image.layers.map((layer) => unpackLayer(image, layer, layersFolder)));
}

async function unpackLayer(image, layer, layersFolder) {
  // Short, because the names of all layers together have to fit into one page of mount options.
  const name = layer.digest.replace(/^sha256:/, '').slice(0, 24);
  const folder = join(layersFolder, name);
  const now = new Date();
  // The time of the last use, by which `engine up` clears away.
  const known = await utimes(folder, now, now).then(
    () => true,
    () => false,
  );
  if (!known) {
    await unpackInto(folder, image, layer);
  }
  return join(name, 'files');
}

async function unpackInto(folder, image, layer) {
  const part = await mkdtemp(`${folder}.`);
  try {
    const files = join(part, 'files');
    await mkdir(files);
    await extract(await image.stream(layer), compressionOf(layer), files);
    await convertWhiteouts(files);
    // Another process may have been faster: its folder holds the same.
    await rename(part, folder).catch((error) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') {
        throw error;
      }
    });
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

function compressionOf(layer) {
  if (/\bgzip$/.test(layer.mediaType)) {
    return ['--gzip'];
  }
  if (/\bzstd$/.test(layer.mediaType)) {
    return ['--zstd'];
  }
  return [];
}

async function extract(stream, compression, folder) {
  const attributes = ['--xattrs', '--xattrs-include=*'];
  const tar = spawn(
    'tar',
    [
      '--extract',
      '--preserve-permissions',
      '--numeric-owner',
      ...attributes,
      ...compression,
      '--directory',
      folder,
    ],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  );
  const exit = once(tar, 'exit');
  await pipeline(stream, tar.stdin);
  const [code] = await exit;
  if (code !== 0) {
    throw new Error(`tar ended with ${code}`);
  }
}

// A layer says with marker files what it removes, overlayfs with a device 0/0 or an attribute of the folder.
async function convertWhiteouts(folder) {
  const { stdout } = await run('find', [folder, '-name', `${whiteoutPrefix}*`, '-print0']);
  for (const marker of stdout.split('\0').slice(0, -1)) {
    await rm(marker);
    const parent = dirname(marker);
    if (basename(marker) === opaqueMarker) {
      await run('setfattr', ['--name', 'trusted.overlay.opaque', '--value', 'y', parent]);
    } else {
      await run('mknod', [join(parent, basename(marker).slice(whiteoutPrefix.length)), 'c', '0', '0']);
    }
  }
}
