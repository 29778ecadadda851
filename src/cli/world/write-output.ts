import { dirname, join } from 'node:path';
import { systemErrorCode } from '../../basics/system-error.js';
import { OperationalError } from '../../source/operational-error.js';
import { usageError } from '../command-line/usage-error.js';
import type { Io } from './io.js';

/** The files that a run is made of. */
export interface InputFiles {
  /** The Mopyfile's path. */
  readonly filename: string;
  /** Of the context. */
  readonly folder: string;
  /** Paths in the context that the Mopyfile names, whether there is something or not. */
  readonly named: () => readonly string[];
}

/**
 * Refuses a file to be written that is one of the files to be read, also by another name.
 *
 * @param flag the flag that names it
 * @throws OperationalError
 */
export function refuseInputFile(io: Io, flag: string, path: string | undefined, files: InputFiles): void {
  const place = path === undefined ? undefined : realPath(io, path);
  if (place === undefined) {
    return;
  }
  const { filename, folder, named } = files;
  const mopyfile = filename === '-' ? [] : [filename, `${filename}.dockerignore`];
  const inputs = [...mopyfile, ...['.dockerignore', ...named()].map((name) => join(folder, name))];
  const replaced = inputs.find((input) => realPath(io, input) === place);
  if (replaced !== undefined) {
    throw usageError(`${flag} names ${replaced}, which would be replaced`, 'name another file');
  }
}

/**
 * Refuses a file that an engine would write after its work is done, in a folder that is not there.
 *
 * @param flag the flag that names it
 * @throws OperationalError
 */
export function refuseMissingFolder(io: Io, flag: string, path: string | undefined): void {
  if (path !== undefined && realPath(io, dirname(path)) === undefined) {
    throw new OperationalError(`${flag}: the folder of ${path} is not there`, 'make it before the build');
  }
}

function realPath(io: Io, path: string): string | undefined {
  try {
    return io.realPath(path);
  } catch {
    return undefined;
  }
}

/**
 * Writes what a run makes to the file of `-out`, or to standard output.
 *
 * @throws OperationalError for what the operating system refuses
 */
export async function writeOutput(io: Io, out: string | undefined, data: string | Uint8Array): Promise<void> {
  try {
    await (out === undefined ? io.stdout.write(data) : io.writeFile(out, data));
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined || code === 'EPIPE') {
      throw error;
    }
    throw new OperationalError(
      `${out ?? 'standard output'} cannot be written: ${code}`,
      HINTS.get(code) ?? 'check that its folder is there, and its permissions',
    );
  }
}

const HINTS: ReadonlyMap<string, string> = new Map([
  ['EISDIR', 'it is a folder: name a file in it'],
  ['ENOSPC', 'the disk is full: make room, or name a file on another disk'],
  ['EROFS', 'nothing can be written there: name a file elsewhere'],
  ['ENAMETOOLONG', 'name it more shortly'],
]);
