import { posix } from 'node:path';
import { systemErrorReason } from '../basics/system-error.js';
import type { BuildContext, ListedEntry, VisibleContext } from './context.js';

/** More are not looked at: a warning is not worth a longer start. */
const MAXIMUM_ENTRIES = 10_000;

/** Something in a folder or below. */
export interface WalkedEntry extends ListedEntry {
  /** Normalised, from the context. */
  readonly path: string;
  /** The names beside it. */
  readonly siblings: ReadonlySet<string>;
}

/**
 * The folders and links in a folder of the context, from the top down, at most those among its first 10,000 entries. Links
 * are not followed, and what is ignored is not entered. Nothing where the context has no listings.
 */
export async function foldersAndLinks(
  { context, isIgnored }: VisibleContext,
  folder: string,
): Promise<readonly WalkedEntry[]> {
  const found: WalkedEntry[] = [];
  const open = [folder];
  let seen = 0;
  for (const current of open) {
    const entries = await listed(context, current);
    seen += entries.length;
    if (seen > MAXIMUM_ENTRIES) {
      return found;
    }
    const siblings = new Set(entries.map(({ name }) => name));
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.kind === 'directory' || entry.kind === 'link') {
        const path = posix.join(current, entry.name);
        found.push({ ...entry, path, siblings });
        open.push(...(entry.kind === 'directory' && !isIgnored(path) ? [path] : []));
      }
    }
  }
  return found;
}

/** Folders that cannot be read are for the build to complain about. */
async function listed(context: BuildContext, folder: string): Promise<readonly ListedEntry[]> {
  try {
    return (await context.list?.(folder)) ?? [];
  } catch (error) {
    systemErrorReason(error);
    return [];
  }
}
