import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { withPrivateFolder } from './private-folder.js';

/**
 * Has a build write what it made to a file: the one that the user named, else one that is gone afterwards. A terminal's progress
 * is not read, so that the digest is known from there alone.
 *
 * @param build is given the file's path
 * @returns the digest of the image; undefined where none was exported
 */
export async function exportedDigest(
  named: string | undefined,
  workingFolder: string,
  build: (file: string) => Promise<void>,
): Promise<string | undefined> {
  if (named !== undefined) {
    await build(named);
    return readDigest(resolve(workingFolder, named));
  }
  return withPrivateFolder({}, async (folder) => {
    const file = join(folder, 'metadata.json');
    await build(file);
    return readDigest(file);
  });
}

/** A client that has no image to tell of writes no file. */
async function readDigest(file: string): Promise<string | undefined> {
  try {
    const metadata: Readonly<Record<string, unknown>> = Object(JSON.parse(await readFile(file, 'utf8')));
    const digest = metadata['containerimage.digest'];
    return typeof digest === 'string' ? digest : undefined;
  } catch {
    return undefined;
  }
}
