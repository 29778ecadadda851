import type { BuildContext } from '../../context/context.js';
import { contextEntry, type FileStatus, type Followed, followLinks } from '../../context/links.js';
import type { Gateway } from '../gateway/gateway.js';
import { entryAt, readFile } from '../gateway/reference-files.js';

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
      const followed = await resolve(gateway, reference, path);
      return followed?.entry.kind === 'file' ? readFile(gateway, reference, followed.path) : undefined;
    },
    async stat(path) {
      const followed = await resolve(gateway, await referenceFor(path), path);
      return followed && contextEntry(followed);
    },
  };
}

async function resolve(gateway: Gateway, reference: string, path: string): Promise<Followed | undefined> {
  const root: FileStatus = { kind: 'directory' };
  const steps = followLinks(path);
  let step = steps.next();
  while (step.done !== true) {
    step = steps.next(step.value === '.' ? root : await entryAt(gateway, reference, step.value));
  }
  return step.value;
}
