import { findStage } from './lookup.js';
import type { Plan, Stage, Step } from './plan.js';

/** The stages that a stage needs, itself last, in the plan's order. Throws on a name that no stage has. */
export function reachableStages(plan: Plan, wanted: string): readonly Stage[] {
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
