import { unique } from '../../basics/unique.js';
import type { Definition, OpMetadata } from '../../protobuf/schema.generated.js';
import { FrontendError } from '../gateway/frontend-error.js';
import type { Daemon } from './daemon.js';

/** Abilities that a build works without. */
const DISPENSABLE = new Set(['exec.meta.setsdefaultpath']);

/**
 * The definition without abilities that the daemon does not have and the build does not need.
 * Throws FrontendError when it lacks others: BuildKit itself only names the first one.
 */
export function withSupportedCapabilities(
  definition: Definition,
  { capabilities, version }: Daemon,
): Definition {
  const isKnown = (capability: string) => capabilities.llb.has(capability);
  const all = [...(definition.metadata?.values() ?? [])].flatMap(({ caps }) => [...(caps?.keys() ?? [])]);
  const missing = unique(all).filter((name) => !isKnown(name) && !DISPENSABLE.has(name));
  if (missing.length > 0) {
    const engine = version === '' ? 'this BuildKit' : `this BuildKit (${version})`;
    throw new FrontendError(`${engine} is too old for this build: it lacks ${missing.sort().join(', ')}`);
  }
  const entries = [...(definition.metadata ?? [])];
  return {
    ...definition,
    metadata: new Map(entries.map(([digest, metadata]) => [digest, withCaps(metadata, isKnown)])),
  };
}

function withCaps(metadata: OpMetadata, isKnown: (capability: string) => boolean): OpMetadata {
  const caps = [...(metadata.caps ?? [])].filter(([name]) => isKnown(name));
  return { ...metadata, caps: new Map(caps) };
}
