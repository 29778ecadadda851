import { findStage, stageChain } from './lookup.js';
import type { Foundation, Plan, Target } from './plan.js';
import { reachableStages } from './reachable-stages.js';

/**
 * The stage that a name means where an image stands on a foundation. Case does not matter, as with stages of a
 * Dockerfile. When platforms stand on different ones, stages have the foundation in their names; the plain name then
 * means the platform's own.
 */
export function stageNamed({ stages }: Plan, wanted: string, foundation: Foundation): string | undefined {
  const names = [wanted, `${wanted}-${foundation}`].map((name) => name.toLowerCase());
  return stages.find(({ name }) => names.includes(name.toLowerCase()))?.name;
}

/** The error for a name that means no stage. */
export function noStage({ stages }: Plan, wanted: string): string {
  const known = stages.map(({ name }) => name).join(', ');
  return `there is no build stage ${JSON.stringify(wanted)}; the stages are ${known}`;
}

/** The plan that ends with another stage, for each platform; undefined when a name means none. */
export function withTarget(plan: Plan, wanted: string): Plan | undefined {
  const targets: Target[] = [];
  for (const target of plan.targets) {
    const stage = stageNamed(plan, wanted, target.foundation);
    if (stage === undefined) {
      return undefined;
    }
    targets.push(stage === target.stage ? target : { ...target, stage, intermediate: true });
  }
  const needed = new Set(targets.flatMap(({ stage }) => reachableStages(plan, stage)));
  return { ...plan, targets, stages: plan.stages.filter((stage) => needed.has(stage)) };
}

/** Whether what is built has a shell: that of the `python` images. */
export function hasShell(plan: Plan, { stage }: Target): boolean {
  const base = stageChain(plan, findStage(plan, stage).name)[0]?.base;
  return base?.kind === 'image' && base.image.name.startsWith('python:');
}
