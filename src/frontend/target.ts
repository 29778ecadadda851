import type { BuildPlan, Platform } from '../plan/plan.js';
import { targetFor } from '../plan/target.js';
import { FrontendError } from './frontend-error.js';

/**
 * The stage to build for a platform. When platforms stand on different bases, stages have the base
 * in their names; the plain name then means the platform's own. Throws FrontendError.
 */
export function targetStage(plan: BuildPlan, wanted: string | undefined, platform: Platform): string {
  const target = targetFor(plan, platform);
  if (wanted === undefined) return target.stage;
  const names = [wanted, `${wanted}-${target.foundation}`].map((name) => name.toLowerCase());
  const stage = plan.stages.find(({ name }) => names.includes(name.toLowerCase()));
  if (stage === undefined) {
    const known = plan.stages.map(({ name }) => name).join(', ');
    throw new FrontendError(`there is no build stage ${JSON.stringify(wanted)}; the stages are ${known}`);
  }
  return stage.name;
}
