import { unavailablePackages } from './archives.js';
import { readDependencies } from './formats/dependencies.js';
import { readPdmLock } from './formats/pdm.js';
import { readPipfileLock } from './formats/pipfile.js';
import { readPoetryLock } from './formats/poetry.js';
import { readPylock } from './formats/pylock.js';
import { readUvLock } from './formats/uv.js';
import { LockError, type LockProblem, type LockReading, type LockSelection } from './lock.js';
import { type LockFile, lockFile, orProblem } from './lock-file.js';
import { malformedPackages, withStrongHashes } from './malformed.js';
import { START } from './places.js';

type LockReader = (file: LockFile) => LockReading;

/** Whether a path has the name of a lock file, or of another list of dependencies, that can be read. */
export function isLockFile(path: string): boolean {
  return readerFor(path) !== undefined;
}

function readerFor(path: string): LockReader | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /^pylock\.([^.]+\.)?toml$/.test(name) ? readPylock : READERS.get(name);
}

const READERS: ReadonlyMap<string, LockReader> = new Map([
  ['uv.lock', readUvLock],
  ['poetry.lock', readPoetryLock],
  ['pdm.lock', readPdmLock],
  ['Pipfile.lock', readPipfileLock],
  ['pyproject.toml', readDependencies],
]);

/** Locks that may need the file of the project beside them, and that file's name. */
const PROJECTS: ReadonlyMap<string, string> = new Map([['poetry.lock', 'pyproject.toml']]);

/** The path of the file that a lock may not be readable without; undefined where all is in the lock. */
export function projectOfLock(path: string): string | undefined {
  const end = path.lastIndexOf('/') + 1;
  const name = PROJECTS.get(path.slice(end));
  return name && `${path.slice(0, end)}${name}`;
}

/**
 * Reads a lock file, by its name.
 *
 * @param path of a file for which `isLockFile` holds
 * @param project the text of the file that `projectOfLock` names, where it is there
 * @returns what is to be installed, on Linux with that version of Python, for the chosen extras and groups
 */
export function readLock(
  path: string,
  text: string,
  selection: LockSelection,
  project?: string,
): LockReading {
  const reader = readerFor(path);
  if (reader === undefined) {
    throw new Error(`${path} is no lock file`);
  }
  if (text.trim() === '' && reader !== readDependencies) {
    return refused({
      code: 'lock-syntax',
      message: 'the lock file is empty',
      hint: 'let its tool write it anew, or take the entry out',
      span: START,
    });
  }
  try {
    // Conditions are combined all over a reader: where they become too many, no single package is to blame.
    const reading = orProblem(START, () => reader(lockFile(text, selection, project)));
    const problems = [
      // pipenv has `*` for packages that are not for the machine that it locks on.
      ...malformedPackages(reading.packages, reader !== readPipfileLock),
      ...unavailablePackages(reading.packages, selection.python),
    ];
    return {
      ...reading,
      packages: reading.packages.map(withStrongHashes),
      problems: [...reading.problems, ...problems],
    };
  } catch (error) {
    if (error instanceof LockError) {
      return refused(error.problem);
    }
    throw error;
  }
}

function refused(problem: LockProblem): LockReading {
  return { packages: [], unknown: [], problems: [problem], origins: [] };
}
