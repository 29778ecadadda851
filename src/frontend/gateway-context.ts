import { posix } from 'node:path';
import type { BuildContext, ContextEntry } from '../context/context.js';
import type { Gateway } from './gateway.js';
import { entryAt, type FileEntry, readFile } from './reference-files.js';

/** As many links as Linux follows before it speaks of a loop. */
const MAXIMUM_LINKS = 40;

/** Answers the reference in which a path, and whatever its links lead to, can be looked up. */
export type ReferenceFor = (path: string) => Promise<string>;

/**
 * Files that BuildKit holds as build context. Nothing is asked for before it is needed. Links are
 * followed with the context as root, as a build follows them.
 */
export function gatewayContext(gateway: Gateway, referenceFor: ReferenceFor): BuildContext {
  return {
    async read(path) {
      const reference = await referenceFor(path);
      const resolved = await resolve(gateway, reference, path);
      return resolved?.entry.kind === 'file' ? readFile(gateway, reference, resolved.path) : undefined;
    },
    async stat(path) {
      const resolved = await resolve(gateway, await referenceFor(path), path);
      return resolved && entryOf(resolved, path);
    },
  };
}

/** What a path turned out to be once its links are followed. */
interface Resolved {
  readonly path: string;
  readonly entry: FileEntry;
  readonly links: readonly string[];
}

function entryOf({ path: end, entry, links }: Resolved, path: string): ContextEntry | undefined {
  if (entry.kind !== 'file' && entry.kind !== 'directory') return undefined;
  const beside = links.length === 0 ? [] : [...links, end].filter((step) => step !== path && step !== '.');
  return {
    kind: entry.kind,
    size: entry.kind === 'file' ? entry.size : 0,
    ...(beside.length > 0 && { through: beside }),
  };
}

async function resolve(gateway: Gateway, reference: string, path: string): Promise<Resolved | undefined> {
  const links: string[] = [];
  const pending = path.split('/').reverse();
  let current = '.';
  let entry: FileEntry | undefined = { kind: 'directory' };
  while (entry !== undefined && pending.length > 0) {
    const next = clampedJoin(current, pending.pop() ?? '');
    entry = next === '.' ? { kind: 'directory' } : await entryAt(gateway, reference, next);
    if (entry?.kind !== 'link') {
      current = next;
      continue;
    }
    links.push(next);
    if (links.length > MAXIMUM_LINKS) return undefined;
    pending.push(...entry.target.split('/').reverse());
    current = entry.target.startsWith('/') ? '.' : current;
  }
  return entry && { path: current, entry, links };
}

function clampedJoin(folder: string, segment: string): string {
  const joined = posix.join(folder, segment, '.');
  return joined === '..' || joined === '' ? '.' : joined.replace(/\/$/, '');
}
