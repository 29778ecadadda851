import { mkdir, rm } from 'node:fs/promises';
import { run, shell } from './mopy.js';

/**
 * The file system of an image, from a tar of it: a line for each path with its kind, mode, owner and link,
 * and one with the digest of each file. Only root can unpack files of others.
 */
export async function fileTree(tar: string): Promise<readonly string[]> {
  const folder = `${tar}.unpacked`;
  await mkdir(folder);
  try {
    const unpacked = await run('tar', ['-xpf', tar, '--numeric-owner', '-C', folder]);
    if (unpacked.exitCode !== 0) {
      throw new Error(unpacked.stderr);
    }
    const kinds = await shell("find . -mindepth 1 -printf '%P %y %m %U:%G %l\\n'", { cwd: folder });
    const digests = await shell('find . -type f -exec sha256sum {} +', { cwd: folder });
    return `${kinds.stdout}\n${digests.stdout}`.split('\n').toSorted();
  } finally {
    await rm(folder, { recursive: true });
  }
}
