import type { Plan } from '../../plan/plan.js';
import { noStage, withTarget } from '../../plan/target.js';
import type { RunRequest } from '../command-line/run-request.js';
import { usageError } from '../command-line/usage-error.js';

/**
 * The plan of a run: with `-target` it ends with that stage.
 *
 * @throws OperationalError for a name that means no stage
 */
export function planFor({ target }: Pick<RunRequest, 'target'>, plan: Plan): Plan {
  if (target === undefined) {
    return plan;
  }
  const targeted = withTarget(plan, target);
  if (targeted === undefined) {
    throw usageError(noStage(plan, target));
  }
  return targeted;
}
