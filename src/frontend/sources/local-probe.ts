import { setImmediate } from 'node:timers/promises';
import { foldersAbove } from '../../basics/folders-above.js';
import type { PathSelection } from '../../context/context.js';
import { escapePattern } from '../../context/ignore/ignore-pattern.js';
import type { Daemon } from '../daemon/daemon.js';
import { localFiles } from '../daemon/definitions.js';
import { referenceTo } from '../daemon/solve.js';
import type { ReferenceFor, ReferenceToSelected } from './gateway-context.js';

/** A look at a client's folder. */
export interface LocalProbe {
  readonly referenceFor: ReferenceFor;
  readonly referenceToSelected: ReferenceToSelected;
  /** Has paths sent that are going to be looked up. */
  expect(paths: readonly string[]): void;
}

/**
 * Looks paths of a client's folder up without asking for the whole folder: only the paths in
 * question are sent, folders without what is in them. What is asked for at the same time is sent at
 * once, and nothing is sent twice.
 */
export function localProbe(daemon: Daemon, local: string): LocalProbe {
  const sent = new Map<string, Promise<string>>();
  let batch: { readonly paths: Set<string>; readonly reference: Promise<string> } | undefined;
  const send = async (paths: ReadonlySet<string>) => {
    await setImmediate();
    batch = undefined;
    return referenceTo(daemon, probeFiles(daemon, local, [...paths].sort()));
  };
  const referenceFor = (path: string): Promise<string> => {
    const known = sent.get(path);
    if (known !== undefined) {
      return known;
    }
    if (batch === undefined) {
      const paths = new Set<string>();
      batch = { paths, reference: send(paths) };
    }
    batch.paths.add(path);
    sent.set(path, batch.reference);
    return batch.reference;
  };
  // A failure is told to the lookup that needs the file.
  const expect = (paths: readonly string[]) => {
    for (const path of paths) {
      referenceFor(path).catch(() => undefined);
    }
  };
  const referenceToSelected: ReferenceToSelected = (selection) =>
    referenceTo(daemon, selectedFiles(daemon, local, selection));
  return { referenceFor, referenceToSelected, expect };
}

/** A hint of its own keeps what was sent for the build: BuildKit removes what is not sent again. */
function probeFiles(daemon: Daemon, local: string, paths: readonly string[]) {
  return localFiles({
    name: local,
    session: daemon.sessionOf(local),
    title: 'look at the build context',
    hint: `${local}-mopy`,
    paths: paths.map(escapePattern),
    excludes: contentsOf(paths),
  });
}

/** A hint of its own, as for the probe. */
function selectedFiles(daemon: Daemon, local: string, { patterns, excludes }: PathSelection) {
  return localFiles({
    name: local,
    session: daemon.sessionOf(local),
    title: 'look for private files',
    hint: `${local}-mopy-private`,
    patterns,
    excludes,
  });
}

/** Leaves the content of folders out, and takes what is asked for below another one in again. */
function contentsOf(paths: readonly string[]): readonly string[] {
  const known = new Set(paths);
  return paths.flatMap((path) => {
    const pattern = escapePattern(path);
    return [
      ...([...foldersAbove(path)].some((folder) => known.has(folder)) ? [`!${pattern}`] : []),
      `${pattern}/*`,
    ];
  });
}
