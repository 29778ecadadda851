import type { BuildPlan, Platform, Target } from './plan.js';

/** What a plan builds for a platform: the target made for it, or the one for whatever platform the builder has. */
export function targetFor({ targets }: BuildPlan, platform: Platform): Target | undefined {
  return targets.find(({ platform: own }) => own === undefined || isSame(own, platform));
}

function isSame(left: Platform, right: Platform): boolean {
  return left.os === right.os && left.architecture === right.architecture && left.variant === right.variant;
}
