import { randomBytes } from 'node:crypto';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';

/**
 * Writes a file whole or not at all: into a new file beside it that then takes its name. A link keeps
 * pointing where it did; a device or a pipe is written to directly.
 *
 * @throws what the file system says, with nothing left behind
 */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  const existing = await stat(path).catch(ignoreMissing);
  if (existing !== undefined && !existing.isFile()) return writeFile(path, data);
  const target = existing === undefined ? path : await realpath(path);
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, data, { flag: 'wx', mode: existing?.mode ?? 0o666 });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
