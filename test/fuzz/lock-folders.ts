import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLockFile } from '../../src/lock/read-lock.js';
import type { Files } from './input.js';

/** A lock file with the files beside it. */
export interface LockFolder {
  /** The name of the lock file. */
  readonly lock: string;
  readonly text: string;
  /** The files that a lock may be made from or read with, by path. */
  readonly files: Files;
  /** Names that the lock has; some of those that only it knows are missing. */
  readonly extras: readonly string[];
  readonly groups: readonly string[];
}

const PROJECT = /^(?:pyproject\.toml|Pipfile|.*\/pyproject\.toml)$/;

/** Every sound lock file below `test/`, the smallest ones first: inputs are made smaller towards them. */
export function readLockFolders(tests: string): readonly LockFolder[] {
  const formats = folders(join(tests, 'lock')).flatMap(folders);
  return [...formats, ...folders(join(tests, 'samples'))]
    .flatMap(locksIn)
    .toSorted((a, b) => a.text.length - b.text.length);
}

function folders(root: string): readonly string[] {
  const entries = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => join(root, name)).toSorted();
}

function locksIn(folder: string): readonly LockFolder[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const selections: readonly Partial<LockFolder>[] = names.includes('selections.json')
    ? Object.values(JSON.parse(read('selections.json')))
    : [];
  const files = Object.fromEntries(
    names.filter((name) => PROJECT.test(name)).map((name) => [name, read(name)]),
  );
  return names
    .filter((name) => isLockFile(name) && !name.includes('/'))
    .map((lock) => ({
      lock,
      text: read(lock),
      files,
      extras: selections.flatMap(({ extras = [] }) => extras),
      groups: selections.flatMap(({ groups = [] }) => groups),
    }));
}
