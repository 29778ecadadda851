import { posix } from 'node:path';
import type { ContextEntry } from './context.js';

/** As many links as Linux follows before it speaks of a loop. */
const MAXIMUM_LINKS = 40;

/** The status of a path, as `lstat` has it: links are not followed. */
export type FileStatus =
  | { readonly kind: 'directory' | 'other' }
  | { readonly kind: 'file'; readonly size: number }
  | { readonly kind: 'link'; readonly target: string };

/** The end of a path whose links were followed. */
export interface Followed {
  readonly path: string;
  readonly entry: FileStatus;
  /** Paths that the build must be able to see besides the path itself: the links on the way and where they ended. */
  readonly through: readonly string[];
}

/**
 * Follows links as a build follows them: with the context as root, so that an absolute target starts there and `..`
 * does not lead out of it. Yields each path that is to be looked at, and is to be given what it is, undefined where
 * there is nothing: whether that takes waiting is up to who asks. Returns undefined where the path leads to nothing.
 */
export function* followLinks(path: string): Generator<string, Followed | undefined, FileStatus | undefined> {
  const links: string[] = [];
  const pending = path.split('/').reverse();
  let current = '.';
  let entry = yield current;
  while (entry !== undefined && pending.length > 0) {
    const next = clampedJoin(current, pending.pop() ?? '');
    entry = yield next;
    if (entry?.kind !== 'link') {
      current = next;
      continue;
    }
    links.push(next);
    if (links.length > MAXIMUM_LINKS) {
      return undefined;
    }
    pending.push(...entry.target.split('/').reverse());
    current = entry.target.startsWith('/') ? '.' : current;
  }
  return entry && { path: current, entry, through: stepsBeside(path, current, links) };
}

/** The end of a path as the context tells of it; a link is none, since links were followed. */
export function contextEntry({ entry, through }: Followed): ContextEntry {
  return {
    kind: entry.kind === 'link' ? 'other' : entry.kind,
    size: entry.kind === 'file' ? entry.size : 0,
    ...(through.length > 0 && { through }),
  };
}

function stepsBeside(path: string, end: string, links: readonly string[]): readonly string[] {
  return links.length === 0 ? [] : [...links, end].filter((step) => step !== path && step !== '.');
}

/** Most segments are plain names, for which a path needs no normalising. */
function clampedJoin(folder: string, segment: string): string {
  if (segment !== '' && segment !== '.' && segment !== '..') {
    return folder === '.' ? segment : `${folder}/${segment}`;
  }
  const joined = posix.join(folder, segment, '.');
  return joined === '..' ? '.' : joined;
}
