import { posix } from 'node:path';
import { findStage } from '../../plan/lookup.js';
import type { BuildPlan, Stage, Step } from '../../plan/plan.js';
import { compareBytewise } from '../../protobuf/wire.js';
import { copySource } from '../copy-source.js';

/** The stages that a stage needs, itself last, in the plan's order. Throws on a name that no stage has. */
export function reachableStages(plan: BuildPlan, wanted: string): readonly Stage[] {
  const needed = new Set<string>();
  const visit = (name: string): void => {
    if (needed.has(name)) {
      return;
    }
    needed.add(name);
    const { base, steps } = findStage(plan, name);
    const below = base.kind === 'stage' ? [base.name] : [];
    for (const other of [...below, ...steps.flatMap(stepReferences)]) {
      visit(other);
    }
  };
  visit(wanted);
  return plan.stages.filter(({ name }) => needed.has(name));
}

function stepReferences(step: Step): readonly string[] {
  if (step.kind === 'copy') {
    return step.from.kind === 'stage' ? [step.from.name] : [];
  }
  if (step.kind !== 'run') {
    return [];
  }
  return step.mounts.flatMap((mount) => (mount.kind === 'bind' ? [mount.from] : []));
}

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
