import type { LlbOptions } from '../../emit/llb/options.js';
import { targetFor } from '../../plan/lookup.js';
import type { BuildPlan, Platform } from '../../plan/plan.js';
import { FrontendError } from '../gateway/frontend-error.js';

/** The stage to build for a platform. Throws FrontendError on a name that means none. */
export function targetStage(plan: BuildPlan, wanted: string | undefined, platform: Platform): string {
  if (wanted === undefined) {
    return targetFor(plan, platform).stage;
  }
  const stage = stageOf(plan, wanted, platform);
  if (stage === undefined) {
    const known = plan.stages.map(({ name }) => name).join(', ');
    throw new FrontendError(`there is no build stage ${JSON.stringify(wanted)}; the stages are ${known}`);
  }
  return stage;
}

/** The stages whose steps run again for a platform. A name that means none is passed over, as BuildKit does it. */
export function uncachedStages(
  plan: BuildPlan,
  ignored: LlbOptions['ignoreCache'],
  platform: Platform,
): LlbOptions['ignoreCache'] {
  if (ignored === undefined || ignored === 'all') {
    return ignored;
  }
  return ignored.flatMap((name) => stageOf(plan, name, platform) ?? []);
}

/**
 * The stage that a name means to the client. Case does not matter, as with stages of a Dockerfile. When platforms
 * stand on different bases, stages have the base in their names; the plain name then means the platform's own.
 */
function stageOf(plan: BuildPlan, wanted: string, platform: Platform): string | undefined {
  const { foundation } = targetFor(plan, platform);
  const names = [wanted, `${wanted}-${foundation}`].map((name) => name.toLowerCase());
  return plan.stages.find(({ name }) => names.includes(name.toLowerCase()))?.name;
}
