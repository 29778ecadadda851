import { posix } from 'node:path';
import { normalizedName } from '../../../basics/normalized-name.js';
import { lookUp, type VisibleContext } from '../../../context/context.js';
import { LockError } from '../../../lock/lock.js';
import { type Pyproject, readPyproject } from '../../../lock/pyproject.js';
import { bothMarkers } from '../../../requirement/joined-markers.js';
import { pathTail } from '../../../requirement/requirement-parts.js';
import type { Source } from '../../../source/source.js';
import type { LocalRequirement } from '../../mopyfile.js';

/** The pyproject.toml of a folder of the context. */
export interface LocalPyproject {
  readonly pyproject: Pyproject;
  readonly source: Source;
}

/** Undefined where there is none that the build has, and for one that is no TOML: pip says what is wrong with it. */
export async function readLocalPyproject(
  folder: string,
  visible: VisibleContext,
): Promise<LocalPyproject | undefined> {
  const { context } = visible;
  const path = posix.join(folder, 'pyproject.toml');
  const bytes = typeof (await lookUp(visible, path)) === 'object' ? await context.read(path) : undefined;
  if (bytes === undefined) {
    return undefined;
  }
  const source: Source = {
    kind: 'lock',
    filename: `${context.prefix ?? ''}${path}`,
    text: new TextDecoder().decode(bytes),
  };
  try {
    return { pyproject: readPyproject(source.text), source };
  } catch (error) {
    if (error instanceof LockError) {
      return undefined;
    }
    throw error;
  }
}

/** The extras of an entry, by normalised names, and the marker under which it is installed; undefined for other words. */
export function localTail({
  path: { path },
  text,
}: LocalRequirement):
  | { readonly extras: readonly string[]; readonly markers: readonly string[] }
  | undefined {
  const line = text.map((part) => part.text).join('');
  const tail = pathTail(line.slice(path === '.' ? 1 : path.length + 2).replace(/^\//, ''));
  return tail && { extras: tail.extras.map(normalizedName), markers: bothMarkers([], tail.marker) };
}
