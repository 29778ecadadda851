import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { ignoring } from '../basics/system-error.js';
import type { BuildContext, ListedEntry } from './context.js';
import { contextEntry, type FileStatus, type Followed, followLinks } from './links.js';

/**
 * A folder of this machine as build context. Nothing is read before it is asked for. Links are followed as the
 * build follows them: BuildKit gets them as links and resolves them with the context as root. Input: the folder as
 * the user typed it. Devices, pipes and sockets are never read. Errors other than "not there" are thrown.
 *
 * The few files that a Mopyfile names are looked up at once: Node's promises and threads would cost more than the files.
 */
export function folderContext(root: string): BuildContext {
  const prefix = posix.normalize(`${root.split(sep).join('/')}/`);
  return {
    prefix: prefix === './' ? '' : prefix,
    async read(path) {
      const followed = resolve(root, path);
      return followed?.entry.kind === 'file' ? readFileSync(join(root, followed.path)) : undefined;
    },
    async stat(path) {
      const followed = resolve(root, path);
      return followed && contextEntry(followed);
    },
    async list(path) {
      const followed = resolve(root, path);
      return followed?.entry.kind === 'directory' ? entriesOf(join(root, followed.path)) : [];
    },
  };
}

function entriesOf(folder: string): readonly ListedEntry[] {
  return readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const { name } = entry;
    if (entry.isFile()) {
      return { name, kind: 'file' };
    }
    if (entry.isDirectory()) {
      return { name, kind: 'directory' };
    }
    return entry.isSymbolicLink()
      ? { name, kind: 'link', target: targetOf(join(folder, name)) }
      : { name, kind: 'other' };
  });
}

function targetOf(link: string): string {
  return readlinkSync(link).split(sep).join('/');
}

function resolve(root: string, path: string): Followed | undefined {
  const steps = followLinks(path);
  let step = steps.next();
  while (step.done !== true) {
    step = steps.next(entryAt(root, step.value));
  }
  return step.value;
}

/** The folder itself may be behind a link. */
function entryAt(root: string, path: string): FileStatus | undefined {
  const place = join(root, path);
  const stats = ifThere(() => (path === '.' ? statSync(root, QUIET) : lstatSync(place, QUIET)));
  if (stats === undefined) {
    return undefined;
  }
  if (stats.isSymbolicLink()) {
    return { kind: 'link', target: targetOf(place) };
  }
  if (stats.isDirectory()) {
    return { kind: 'directory' };
  }
  return stats.isFile() ? { kind: 'file', size: stats.size } : { kind: 'other' };
}

/** Most of what is looked up is not there, and an error takes longer than the look. */
const QUIET = { throwIfNoEntry: false } as const;

function ifThere(look: () => Stats | undefined): Stats | undefined {
  try {
    return look();
  } catch (error) {
    return ignoring('ENOENT', 'ENOTDIR')(error);
  }
}
