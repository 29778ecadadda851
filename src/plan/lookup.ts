import type { Plan, Platform, Stage, Target } from './plan.js';
import { platformName } from './platform.js';

/**
 * The target of a plan for a platform: the one made for it, or the one for whatever platform the builder has.
 * Throws on a platform that the plan was not made for.
 */
export function targetFor({ targets }: Plan, platform: Platform): Target {
  const target = targets.find(({ platform: own }) => own === undefined || isSame(own, platform));
  if (target === undefined) {
    throw new Error(`the plan has no target for ${platformName(platform)}`);
  }
  return target;
}

function isSame(left: Platform, right: Platform): boolean {
  return left.architecture === right.architecture && left.variant === right.variant;
}

/** The stage of a name. Throws on a name that the plan does not have. */
export function findStage({ stages }: Plan, name: string): Stage {
  const stage = stages.find((candidate) => candidate.name === name);
  if (stage === undefined) {
    throw new Error(`no stage is named ${name}: there are ${stages.map((other) => other.name).join(', ')}`);
  }
  return stage;
}

/** A stage and the stages that it stands on, the lowest first. Throws on a name that the plan does not have. */
export function stageChain(plan: Plan, name: string): readonly Stage[] {
  const stage = findStage(plan, name);
  return stage.base.kind === 'stage' ? [...stageChain(plan, stage.base.name), stage] : [stage];
}
