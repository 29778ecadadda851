import { lstatSync, readFileSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import type { BuildContext, ContextEntry } from './context.js';

/** As many links as Linux follows before it speaks of a loop. */
const MAXIMUM_LINKS = 40;

/** What a path turned out to be once its links are followed. */
interface Resolved {
  readonly path: string;
  readonly stats: Stats;
  readonly through: readonly string[];
}

/**
 * A folder of this machine as build context. Nothing is read before it is asked for. Links are followed as the
 * build follows them: BuildKit gets them as links and resolves them with the context as root, so that an absolute
 * target starts there and `..` does not lead out of it. Input: the folder as the user typed it. Devices, pipes and
 * sockets count as nothing. Errors other than "not there" are thrown.
 *
 * The few files that a Mopyfile names are looked up at once: Node's promises and threads would cost more than the files.
 */
export function folderContext(root: string): BuildContext {
  const prefix = posix.normalize(`${root.split(sep).join('/')}/`);
  return {
    prefix: prefix === './' ? '' : prefix,
    async read(path) {
      const resolved = resolve(root, path);
      return resolved?.stats.isFile() ? readFileSync(join(root, resolved.path)) : undefined;
    },
    async stat(path) {
      const resolved = resolve(root, path);
      return resolved === undefined ? undefined : entryOf(resolved);
    },
  };
}

function entryOf({ stats, through }: Resolved): ContextEntry | undefined {
  const links = through.length > 0 ? { through } : {};
  if (stats.isDirectory()) {
    return { kind: 'directory', size: 0, ...links };
  }
  return stats.isFile() ? { kind: 'file', size: stats.size, ...links } : undefined;
}

function resolve(root: string, path: string): Resolved | undefined {
  const through: string[] = [];
  const pending = path.split('/').reverse();
  let current = '.';
  let stats = ifThere(() => statSync(root));
  while (stats !== undefined && pending.length > 0) {
    const next = clampedJoin(current, pending.pop() ?? '');
    stats = ifThere(() => (next === '.' ? statSync(root) : lstatSync(join(root, next))));
    if (stats?.isSymbolicLink() !== true) {
      current = next;
      continue;
    }
    through.push(next);
    if (through.length > MAXIMUM_LINKS) {
      return undefined;
    }
    const target = readlinkSync(join(root, next)).split(sep).join('/');
    pending.push(...target.split('/').reverse());
    current = target.startsWith('/') ? '.' : current;
  }
  return stats && { path: current, stats, through: stepsBeside(path, current, through) };
}

/** What the build must be able to see besides the path itself: the links on the way and where they ended. */
function stepsBeside(path: string, end: string, links: readonly string[]): readonly string[] {
  return links.length === 0 ? [] : [...links, end].filter((step) => step !== path && step !== '.');
}

function clampedJoin(folder: string, segment: string): string {
  const joined = posix.join(folder, segment, '.');
  return joined === '..' ? '.' : joined;
}

function ifThere(look: () => Stats): Stats | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw error;
  }
}
