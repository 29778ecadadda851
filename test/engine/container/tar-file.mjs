// Random access to the files in an uncompressed tar archive, such as BuildKit exports: nothing is copied to read one blob.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

const block = 512;

export async function openTarFile(path) {
  const entries = await indexEntries(path);
  return {
    read: async (name) => Buffer.concat(await stream(name).toArray()),
    stream,
  };

  function stream(name) {
    const entry = entries.get(name);
    if (entry === undefined) {
      throw new Error(`${path} holds no ${name}`);
    }
    return createReadStream(path, { start: entry.start, end: entry.start + entry.size - 1 });
  }
}

async function indexEntries(path) {
  const entries = new Map();
  const file = await open(path);
  try {
    const header = Buffer.alloc(block);
    let position = 0;
    while ((await file.read(header, 0, block, position)).bytesRead === block && header[0] !== 0) {
      const size = sizeIn(header);
      entries.set(nameIn(header), { start: position + block, size });
      position += block + Math.ceil(size / block) * block;
    }
  } finally {
    await file.close();
  }
  return entries;
}

function nameIn(header) {
  return header.toString('utf8', 0, 100).replace(/\0.*$/s, '');
}

function sizeIn(header) {
  return Number.parseInt(header.toString('latin1', 124, 136), 8);
}
