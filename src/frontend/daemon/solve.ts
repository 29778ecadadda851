import type { Output } from '../../emit/llb/vertex.js';
import type { CacheOptionsEntry, Definition } from '../../protobuf/schema.generated.js';
import type { Daemon } from './daemon.js';
import { definitionOf } from './definitions.js';
import { withSupportedCapabilities } from './supported.js';

/**
 * Solves a definition. Steps run when their result is used, not before. Throws FrontendError when the daemon lacks
 * what the definition needs.
 *
 * @returns the reference to its result
 */
export async function solve(
  daemon: Daemon,
  definition: Definition,
  cacheImports: readonly CacheOptionsEntry[] = [],
): Promise<string> {
  const { result } = await daemon.gateway('Solve', {
    Definition: withSupportedCapabilities(definition, daemon),
    allowResultReturn: true,
    allowResultArrayRef: true,
    CacheImports: cacheImports,
  });
  return result?.ref?.id ?? result?.refDeprecated ?? '';
}

/** Solves files and answers the reference under which they can be read. */
export async function referenceTo(daemon: Daemon, files: Output): Promise<string> {
  return solve(daemon, definitionOf(files));
}
