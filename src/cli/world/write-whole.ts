import { randomBytes } from 'node:crypto';
import { chmod, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ignoring } from '../../basics/system-error.js';

/**
 * Writes a file whole or not at all: into a new file beside it that then takes its name. A link keeps
 * pointing where it did, also where nothing is yet; a device or a pipe is written to directly.
 *
 * @throws what the file system says, with nothing left behind
 */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  const existing = await stat(path).catch(ignoring('ENOENT'));
  if (existing !== undefined && !existing.isFile()) {
    return writeFile(path, data);
  }
  const target = existing === undefined ? await newPlace(path) : await realpath(path);
  // Not longer than the name of the file, which may be as long as the file system allows.
  const temporary = join(dirname(target), `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, data, { flag: 'wx', mode: existing?.mode ?? 0o666 });
    if (existing !== undefined) {
      // The mask of the process holds for new files.
      await chmod(temporary, existing.mode);
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    // The user knows nothing of the other file.
    if (error instanceof Error) {
      error.message = error.message.replace(temporary, path);
    }
    throw error;
  }
}

/** Where a file that is not there comes into being: behind a link where it points. A circle of links is no such path. */
async function newPlace(path: string): Promise<string> {
  const target = await readlink(path).catch(() => undefined);
  return target === undefined ? path : newPlace(resolve(await realpath(dirname(path)), target));
}
