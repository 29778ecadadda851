import type { ContextOrigin } from '../../emit/llb/options.js';
import type { Plan } from '../../plan/plan.js';
import type { Daemon } from '../daemon/daemon.js';
import { definitionOf, without } from '../daemon/definitions.js';
import type { BuildSources } from './sources.js';

/**
 * The context that steps copy from. A client leaves out what is ignored before it sends a folder;
 * from files that come from elsewhere it is taken away here, where whole folders are copied.
 */
export function contextSource(daemon: Daemon, { context }: BuildSources, plan: Plan): ContextOrigin {
  if (context.kind === 'local') {
    const { name } = context;
    return { kind: 'local', name, sessionId: daemon.sessionOf(name), sharedKeyHint: name };
  }
  const { excludes } = plan.context;
  const isFiltered = excludes.length > 0 && copiesFolder(plan);
  const files = isFiltered ? without(context.files, excludes) : context.files;
  return { kind: 'definition', definition: definitionOf(files) };
}

function copiesFolder({ stages }: Plan): boolean {
  return stages
    .flatMap(({ steps }) => steps)
    .some((step) => step.kind === 'copy' && step.from.kind === 'context' && step.directory);
}
