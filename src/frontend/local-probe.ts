import { setImmediate } from 'node:timers/promises';
import { type Daemon, referenceTo } from './daemon.js';
import { localFiles } from './definitions.js';
import type { ReferenceFor } from './gateway-context.js';
import { escapePattern } from './reference-files.js';

/**
 * Looks paths of a client's folder up without asking for the whole folder: only the paths in
 * question are sent, folders without what is in them. What is asked for at the same time is sent at
 * once. `first` goes along with the first question.
 */
export function localProbe(daemon: Daemon, local: string, first: readonly string[]): ReferenceFor {
  const sent = new Map<string, Promise<string>>();
  let waiting: { readonly paths: Set<string>; readonly reference: Promise<string> } | undefined;
  const send = async (paths: Set<string>) => {
    await setImmediate();
    waiting = undefined;
    return referenceTo(daemon.gateway, probeFiles(daemon, local, [...paths].sort()));
  };
  return (path) => {
    const known = sent.get(path);
    if (known !== undefined) return known;
    if (waiting === undefined) {
      const paths = new Set(sent.size === 0 ? first : []);
      waiting = { paths, reference: send(paths) };
      for (const other of paths) sent.set(other, waiting.reference);
    }
    waiting.paths.add(path);
    sent.set(path, waiting.reference);
    return waiting.reference;
  };
}

/** A hint of its own keeps what was sent for the build: BuildKit removes what is not sent again. */
function probeFiles(daemon: Daemon, local: string, paths: readonly string[]) {
  return localFiles({
    name: local,
    session: daemon.sessionOf(local),
    title: 'look at the build context',
    hint: `${local}-mopy`,
    paths: paths.map(escapePattern),
    excludes: paths.flatMap((path) => contentOf(path, paths)),
  });
}

/** Leaves a folder's content out, and takes what is asked for below an earlier one in again. */
function contentOf(path: string, paths: readonly string[]): readonly string[] {
  const pattern = escapePattern(path);
  const below = paths.some((other) => path.startsWith(`${other}/`));
  return [...(below ? [`!${pattern}`] : []), `${pattern}/*`];
}
