import { posix } from 'node:path';
import type { Stage } from '../../plan/plan.js';
import { compareBytewise } from '../../protobuf/wire.js';
import { copySource } from '../copy-source.js';

/**
 * The context's paths that the stages read, sorted, without duplicates; undefined when one of them
 * reads all of it. Whatever else lies there is not sent to the daemon.
 */
export function pathsRead(stages: readonly Stage[]): readonly string[] | undefined {
  const paths = new Set<string>();
  for (const step of stages.flatMap((stage) => stage.steps)) {
    if (step.kind === 'copy' && step.from.kind === 'context') {
      paths.add(sourcePath(copySource(step)));
    }
  }
  if (paths.has('/') || paths.size === 0) {
    return undefined;
  }
  return [...paths].map((path) => path.slice(1)).sort(compareBytewise);
}

/** A copy's source as the op has it: absolute and clean. */
export function sourcePath(source: string): string {
  const path = posix.join('/', source);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
