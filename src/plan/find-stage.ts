import type { BuildPlan, Stage } from './plan.js';

/** The stage of a name. Throws on a name that the plan does not have. */
export function findStage({ stages }: BuildPlan, name: string): Stage {
  const stage = stages.find((candidate) => candidate.name === name);
  if (stage === undefined) {
    throw new Error(`no stage is named ${name}: there are ${stages.map((other) => other.name).join(', ')}`);
  }
  return stage;
}

/** A stage and the stages that it stands on, the lowest first. Throws on a name that the plan does not have. */
export function stageChain(plan: BuildPlan, name: string): readonly Stage[] {
  const stage = findStage(plan, name);
  return stage.base.kind === 'stage' ? [...stageChain(plan, stage.base.name), stage] : [stage];
}
