import type { BuildPlan, Platform, Target } from './plan.js';
import { platformName } from './platform.js';

/**
 * What a plan builds for a platform: the target made for it, or the one for whatever platform the builder has.
 * Throws on a platform that the plan was not made for.
 */
export function targetFor({ targets }: BuildPlan, platform: Platform): Target {
  const target = targets.find(({ platform: own }) => own === undefined || isSame(own, platform));
  if (target === undefined) {
    throw new Error(`the plan has no target for ${platformName(platform)}`);
  }
  return target;
}

function isSame(left: Platform, right: Platform): boolean {
  return left.os === right.os && left.architecture === right.architecture && left.variant === right.variant;
}
