import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { systemErrorCode, systemErrorReason, UNREADABLE_HINT } from '../basics/system-error.js';
import { type CompileInput, mentionedPaths, parseMopyfile } from '../compile.js';
import type { BuildContext } from '../context/context.js';
import { folderContext } from '../context/folder.js';
import { MAXIMUM_BYTES } from '../parse/decode.js';
import { shellWord } from '../solve/invocation.js';
import { OperationalError } from '../source/operational-error.js';
import type { ValidationOptions } from '../validate/validate.js';
import { ownWords } from './command-line/own-command.js';
import type { RunRequest } from './command-line/run-request.js';
import { usageError } from './command-line/usage-error.js';
import { verbHint } from './command-line/verb-hint.js';
import type { Io } from './world/io.js';
import type { InputFiles } from './world/write-output.js';

/** The input of a run. */
export interface Input extends CompileInput {
  /** The context's folder, as the user would type it. */
  readonly folder: string;
  readonly context: BuildContext;
  /** Where the Mopyfile lies: in the context, or outside of it, perhaps beside an ignore file of its own. */
  readonly place: Pick<ValidationOptions, 'contextPath' | 'ignoreFile'>;
}

/** The files of a run that nothing may replace. */
export function inputFiles(input: Pick<Input, 'bytes' | 'filename' | 'folder'>): InputFiles {
  const { filename, folder } = input;
  return { filename, folder, named: () => mentionedPaths(parseMopyfile(input)) };
}

const DEFAULT_FILENAME = 'Mopyfile.yaml';

/** Names that people expect to work. */
const OTHER_FILENAMES = ['Mopyfile.yml', 'Mopyfile'];

/**
 * Reads the Mopyfile and finds its context: the one given, else the Mopyfile's folder, else, with the Mopyfile on
 * standard input, the working folder. A context without a Mopyfile given means the Mopyfile in it.
 *
 * @throws OperationalError when the context is no folder, there is no Mopyfile or something cannot be read
 */
export async function readInput({ filename, context: given }: RunRequest, io: Io): Promise<Input> {
  const { workingFolder } = io;
  const path = filename ?? join(given ?? '.', DEFAULT_FILENAME);
  const folder = given ?? (path === '-' ? '.' : dirname(path));
  const context = folderContext(folder);
  if (given !== undefined) {
    await refuseNoFolder(given, context, filename !== undefined);
  }
  if (path === '-') {
    return { bytes: await io.readStdin(MAXIMUM_BYTES), filename: path, folder, context, place: {} };
  }
  const bytes = await bytesOfMopyfile(path, io);
  if (bytes === undefined) {
    throw filename === undefined ? await missingFile(path, io) : await missingNamedFile(path, io);
  }
  // The working folder may be a link, and a path that a shell made with it does not look like one below it.
  const real = (name: string) => io.realPath(resolve(workingFolder, name));
  const inside = relative(real(folder), join(real(dirname(path)), basename(path)));
  return { bytes, filename: path, folder, context, place: await placeInContext(path, inside, io) };
}

/** @param inside the Mopyfile's path as seen from the context */
async function placeInContext(path: string, inside: string, io: Io): Promise<Input['place']> {
  if (!isAbsolute(inside) && inside.split(sep)[0] !== '..') {
    return { contextPath: inside.split(sep).join('/') };
  }
  const filename = `${path}.dockerignore`;
  if (io.isSpecial(filename)) {
    throw new OperationalError(
      `${filename} is a pipe, a socket or a device`,
      'put a file in its place, or remove it',
    );
  }
  const bytes = await io.readFile(filename, Number.POSITIVE_INFINITY).catch(refuseUnreadable(filename));
  return bytes === undefined ? {} : { ignoreFile: { filename, bytes } };
}

async function refuseNoFolder(folder: string, context: BuildContext, isNamed: boolean): Promise<void> {
  const found = await context.stat('.').catch(refuseUnreadable(folder));
  if (found?.kind === 'directory') {
    return;
  }
  if (found?.kind === 'file' && !isNamed) {
    throw usageError(`${JSON.stringify(folder)} is a file`, `did you mean -filename ${shellWord(folder)}?`);
  }
  throw usageError(
    `${JSON.stringify(folder)} is no folder`,
    verbHint(folder) ?? 'the word after the flags is the build context; the Mopyfile is named with -filename',
  );
}

async function bytesOfMopyfile(path: string, io: Io): Promise<Uint8Array | undefined> {
  try {
    return await io.readFile(path, MAXIMUM_BYTES);
  } catch (error) {
    if (systemErrorCode(error) !== 'EISDIR') {
      return refuseUnreadable(path)(error);
    }
    throw new OperationalError(
      `${path} is a folder`,
      `did you mean -filename ${join(path, DEFAULT_FILENAME)}?`,
    );
  }
}

/** Says what the operating system says in the words of a diagnostic. */
function refuseUnreadable(path: string): (error: unknown) => never {
  return (error) => {
    throw new OperationalError(`${path} cannot be read: ${systemErrorReason(error)}`, UNREADABLE_HINT);
  };
}

/** No name was given: the path is that of the usual name in the context. */
async function missingFile(path: string, io: Io): Promise<OperationalError> {
  for (const name of OTHER_FILENAMES) {
    const other = join(dirname(path), name);
    if (await isReadable(other, io)) {
      return new OperationalError(`${path} does not exist`, `did you mean -filename ${other}?`);
    }
  }
  if (path !== DEFAULT_FILENAME && (await isReadable(DEFAULT_FILENAME, io))) {
    return new OperationalError(
      `${path} does not exist`,
      `did you mean -filename ${DEFAULT_FILENAME} with this context?`,
    );
  }
  const folder = dirname(path) === '.' ? '' : ` ${shellWord(dirname(path))}`;
  return new OperationalError(
    `${path} does not exist`,
    `${ownWords(io.environment).join(' ')} -init${folder} writes one; -filename names a file elsewhere`,
  );
}

/** The name was given, so that it is either misspelt or no longer needed. */
async function missingNamedFile(path: string, io: Io): Promise<OperationalError> {
  for (const folder of [dirname(path), '.']) {
    for (const name of [DEFAULT_FILENAME, ...OTHER_FILENAMES]) {
      const other = join(folder, name);
      if (await isReadable(other, io)) {
        return new OperationalError(`${path} does not exist`, `did you mean -filename ${other}?`);
      }
    }
  }
  return new OperationalError(`${path} does not exist`, '-filename names the Mopyfile: check its path');
}

/** A file that cannot be read, such as a folder, was not meant. */
async function isReadable(path: string, io: Io): Promise<boolean> {
  return (await io.readFile(path, 0).catch(() => undefined)) !== undefined;
}
