import { posix } from 'node:path';
import { systemErrorReason } from '../basics/system-error.js';
import type { ListedEntry, Listing, VisibleContext } from './context.js';

/** More are not looked at: a warning is not worth a longer start. */
const MAXIMUM_ENTRIES = 10_000;

/** A file, folder or link in a folder or below. */
export interface WalkedEntry extends ListedEntry {
  /** Normalised, from the context. */
  readonly path: string;
  /** The names beside it. */
  readonly siblings: ReadonlySet<string>;
}

/** Folders in which version control keeps its own files, too many to look at. */
const HISTORIES = new Set(['.git', '.hg', '.svn']);

/** A context with listings, or without, as a build sees it. */
export interface ListedContext extends Pick<VisibleContext, 'isIgnored'> {
  readonly context: { readonly list?: Listing };
}

type Walk = Promise<readonly WalkedEntry[]>;

/** Several warnings are about the same folder, which is listed once in a run. */
const walks = new WeakMap<ListedContext, Map<string, Walk>>();

/**
 * All that is in a folder of the context, from the top down, at most its first 10,000 entries. Links are not followed, and
 * neither what is ignored nor the folders of version control are entered. Nothing where the context has no listings.
 */
export function walkFolder(visible: ListedContext, folder: string): Walk {
  const known = walks.get(visible) ?? new Map<string, Walk>();
  walks.set(visible, known);
  const walk = known.get(folder) ?? walkAnew(visible, folder);
  known.set(folder, walk);
  return walk;
}

async function walkAnew(
  { context, isIgnored }: ListedContext,
  folder: string,
): Promise<readonly WalkedEntry[]> {
  const found: WalkedEntry[] = [];
  const open = [folder];
  let seen = 0;
  for (const current of open) {
    const entries = await listedEntries(context, current);
    seen += entries.length;
    if (seen > MAXIMUM_ENTRIES) {
      return found;
    }
    const siblings = new Set(entries.map(({ name }) => name));
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = posix.join(current, entry.name);
      found.push({ ...entry, path, siblings });
      if (entry.kind === 'directory' && !HISTORIES.has(entry.name) && !isIgnored(path)) {
        open.push(path);
      }
    }
  }
  return found;
}

/** The entries of a folder; none where the context has no listings, or cannot read it: that is for the build to say. */
export async function listedEntries(
  context: ListedContext['context'],
  folder: string,
): Promise<readonly ListedEntry[]> {
  try {
    return (await context.list?.(folder)) ?? [];
  } catch (error) {
    systemErrorReason(error);
    return [];
  }
}
