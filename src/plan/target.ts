import { findStage, stageChain } from './lookup.js';
import { numbersOf, upTo } from './numbered-steps.js';
import type { BaseImage, Foundation, Plan, Target } from './plan.js';
import { platformName } from './platform.js';
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

/** Whether a stage can be built where images stand on a foundation: that is slim where there is no distroless image. */
function isBuildable(plan: Plan, name: string, foundation: Foundation): boolean {
  return (
    foundation === 'distroless' ||
    reachableStages(plan, name).every(({ base }) => base.kind !== 'image' || isPython(base.image))
  );
}

function isPython({ name }: BaseImage): boolean {
  return name.startsWith('python:');
}

/** The error for a name that means no stage, or no step of one, or a stage that not every platform can have. */
export function noStage(plan: Plan, wanted: string): string {
  const { stages, targets } = plan;
  const { name, step } = parts(wanted);
  const stage = stages.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  const without = stage && targets.find(({ foundation }) => !isBuildable(plan, stage.name, foundation));
  if (stage !== undefined && without !== undefined) {
    const platform = without.platform ? platformName(without.platform) : 'this platform';
    const own = stage.name.replace(/-distroless$/, '');
    return `there is no distroless image for ${platform}, on which the build stage ${stage.name} stands: \`${own}\` is each platform's own`;
  }
  if (step !== undefined && stage !== undefined) {
    return `the build stage ${stage.name} has no step ${step}: ${numbersOf(stage)}`;
  }
  const known = stages.map((candidate) => candidate.name).join(', ');
  return `there is no build stage ${JSON.stringify(wanted)}; the stages are ${known}`;
}

/** `build:2` is the stage `build` as it is once its second step has run, as the progress numbers them. */
function parts(wanted: string): { readonly name: string; readonly step?: number } {
  const [, name, step] = /^(.*):(\d+)$/.exec(wanted) ?? [];
  return name === undefined ? { name: wanted } : { name, step: Number(step) };
}

/** A stage of a plan that is built. */
export interface TargetedStage {
  /** The plan itself, or with the stage as far as it is wanted. */
  readonly plan: Plan;
  readonly stage: string;
}

/**
 * The stage that a name with or without a step means where an image stands on a foundation; undefined where it means
 * none that can be built.
 */
export function targetedStage(plan: Plan, wanted: string, foundation: Foundation): TargetedStage | undefined {
  const { name, step } = parts(wanted);
  const stage = stageNamed(plan, name, foundation);
  if (stage === undefined || !isBuildable(plan, stage, foundation)) {
    return undefined;
  }
  if (step === undefined) {
    return { plan, stage };
  }
  const cut = upTo(findStage(plan, stage), step);
  return (
    cut && {
      stage,
      plan: {
        ...plan,
        stages: plan.stages.map((other) => (other.name === stage ? cut : other)),
        targets: plan.targets.map((target) =>
          target.stage === stage ? { ...target, intermediate: true } : target,
        ),
      },
    }
  );
}

/** The plan that ends with another stage, for each platform; undefined when a name means none. */
export function withTarget(plan: Plan, wanted: string): Plan | undefined {
  const targets: Target[] = [];
  let current = plan;
  for (const target of plan.targets) {
    const found = targetedStage(current, wanted, target.foundation);
    if (found === undefined) {
      return undefined;
    }
    const { stage } = found;
    const isWhole = stage === target.stage && found.plan === current;
    targets.push(isWhole ? target : { ...target, stage, intermediate: true });
    current = found.plan;
  }
  const needed = new Set(targets.flatMap(({ stage }) => reachableStages(current, stage)));
  return { ...current, targets, stages: current.stages.filter((stage) => needed.has(stage)) };
}

/** Whether what is built has a shell: that of the `python` images. */
export function hasShell(plan: Plan, { stage }: Target): boolean {
  const base = stageChain(plan, findStage(plan, stage).name)[0]?.base;
  return base?.kind === 'image' && isPython(base.image);
}
