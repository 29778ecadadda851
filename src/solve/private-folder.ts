import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemErrorReason } from '../basics/system-error.js';
import { OperationalError } from '../source/operational-error.js';

/**
 * Hands `work` a folder that only this user can read and that holds `files`; afterwards the folder is gone,
 * however `work` ended.
 *
 * @throws OperationalError where there is no place for the folder
 */
export async function withPrivateFolder<T>(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'mopy-')).catch((error: unknown) => {
    throw new OperationalError(
      `no folder can be made in ${tmpdir()}: ${systemErrorReason(error)}`,
      'set TMPDIR to a folder that you can write to',
    );
  });
  try {
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(folder, name), content, { mode: 0o600 });
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
