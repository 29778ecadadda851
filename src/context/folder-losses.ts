import { posix } from 'node:path';
import type { VisibleContext } from './context.js';
import { type WalkedEntry, walkFolder } from './walk.js';

/** A link in a copied folder that leads to nothing that is copied. */
export interface LinkOut {
  readonly path: string;
  /** Where it leads, from the context; undefined when it leaves the context. */
  readonly end?: string;
}

/** The parts of a folder that its copy does not have. */
export interface FolderLosses {
  readonly linksOut: readonly LinkOut[];
  /** Folders that the ignore rules leave out for their name, though they are not of the kind that it says. */
  readonly misnamed: readonly string[];
}

/**
 * Looks for what the copy of a folder loses.
 *
 * @param copied normalised paths that are copied together and keep their places, the folder among them
 */
export async function folderLosses(
  visible: VisibleContext,
  folder: string,
  copied: readonly string[],
): Promise<FolderLosses> {
  const { context, isIgnored } = visible;
  if (context.list === undefined) {
    return { linksOut: [], misnamed: [] };
  }
  const root = (await context.stat(folder))?.through?.at(-1) ?? folder;
  const entries = (await walkFolder(visible, root)).filter(
    ({ kind }) => kind === 'directory' || kind === 'link',
  );
  const places = [root, ...copied];
  const linksOut: LinkOut[] = [];
  const misnamed: string[] = [];
  for (const entry of entries) {
    const isLeftOut = isIgnored(entry.path);
    if (entry.kind === 'link' && !isLeftOut) {
      linksOut.push(...(await linkOut(visible, entry, places)));
    }
    if (entry.kind === 'directory' && isLeftOut && (await isMisnamed(visible, entry))) {
      misnamed.push(entry.path);
    }
  }
  return { linksOut, misnamed };
}

/** An absolute link may be meant for the image, and one to nothing is as broken where it comes from. */
async function linkOut(
  { context }: VisibleContext,
  { path, target = '' }: WalkedEntry,
  places: readonly string[],
): Promise<readonly LinkOut[]> {
  const end = posix.join(posix.dirname(path), target, '.');
  if (target.startsWith('/') || places.some((place) => isWithin(end, place))) {
    return [];
  }
  if (isAbove(end)) {
    return [{ path }];
  }
  return (await context.stat(end)) === undefined ? [] : [{ path, end }];
}

function isWithin(path: string, folder: string): boolean {
  return folder === '.' ? !isAbove(path) : path === folder || path.startsWith(`${folder}/`);
}

function isAbove(path: string): boolean {
  return path === '..' || path.startsWith('../');
}

/** Paths in a virtual environment, one of which is always there; older releases of virtualenv have no `pyvenv.cfg`. */
const ENVIRONMENT_MARKERS = ['pyvenv.cfg', 'bin/activate', 'Scripts/activate', 'conda-meta'];

/** Names of the built-in list that people give to folders of another kind. An empty folder is no loss. */
async function isMisnamed(
  { context }: VisibleContext,
  { name, path, siblings }: WalkedEntry,
): Promise<boolean> {
  const entries = async () => (await context.list?.(path)) ?? [];
  if (name === 'node_modules') {
    return !siblings.has('package.json') && (await entries()).length > 0;
  }
  if (name !== 'venv' && name !== '.venv') {
    return false;
  }
  const markers = await Promise.all(
    ENVIRONMENT_MARKERS.map((marker) => context.stat(posix.join(path, marker))),
  );
  return markers.every((marker) => marker === undefined) && (await entries()).length > 0;
}
