import type { LlbSettings } from '../../emit/llb/options.js';
import { targetFor } from '../../plan/lookup.js';
import type { Plan, Platform } from '../../plan/plan.js';
import { noStage, stageNamed, type TargetedStage, targetedStage } from '../../plan/target.js';
import { FrontendError } from '../gateway/frontend-error.js';

/** The stage to build for a platform, and the plan to build it by. Throws FrontendError on a name that means none. */
export function requestedStage(plan: Plan, wanted: string | undefined, platform: Platform): TargetedStage {
  const { stage, foundation } = targetFor(plan, platform);
  if (wanted === undefined) {
    return { plan, stage };
  }
  const targeted = targetedStage(plan, wanted, foundation);
  if (targeted === undefined) {
    throw new FrontendError(noStage(plan, wanted));
  }
  return targeted;
}

/** The stages whose steps run again for a platform. A name that means none is passed over, as BuildKit does it. */
export function uncachedStages(
  plan: Plan,
  ignored: LlbSettings['ignoreCache'],
  platform: Platform,
): LlbSettings['ignoreCache'] {
  if (ignored === undefined || ignored === 'all') {
    return ignored;
  }
  const { foundation } = targetFor(plan, platform);
  return ignored.flatMap((name) => stageNamed(plan, name, foundation) ?? []);
}
