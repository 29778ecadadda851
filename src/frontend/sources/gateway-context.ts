import type { BuildContext, ListedEntry, PathSelection } from '../../context/context.js';
import { contextEntry, type FileStatus, type Followed, followLinks } from '../../context/links.js';
import { FrontendError } from '../gateway/frontend-error.js';
import type { Gateway } from '../gateway/gateway.js';
import { GatewayError } from '../gateway/gateway-error.js';
import { entriesOf, entryAt, readFile } from '../gateway/reference-files.js';

/** Answers the reference in which a path, and whatever its links lead to, can be looked up. */
export type ReferenceFor = (path: string) => Promise<string>;

/** Answers a reference that holds what a selection picks, and no more. */
export type ReferenceToSelected = (selection: PathSelection) => Promise<string>;

/**
 * Files that BuildKit holds as build context. Nothing is asked for before it is needed. Links are
 * followed with the context as root, as a build follows them.
 */
export function gatewayContext(
  gateway: Gateway,
  referenceFor: ReferenceFor,
  referenceToSelected: ReferenceToSelected,
): BuildContext {
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
    listSelected(selection) {
      let reference: Promise<string> | undefined;
      return async (path) => {
        reference ??= referenceToSelected(selection);
        return reference.then((known) => entriesOf(gateway, known, path)).catch(noEntries);
      };
    },
  };
}

/** A warning is not worth a failure: a folder that cannot be read is for the build to tell of. */
function noEntries(error: unknown): readonly ListedEntry[] {
  if (error instanceof GatewayError || error instanceof FrontendError) {
    return [];
  }
  throw error;
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
