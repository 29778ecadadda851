import { baseName } from '../../../emit/base-name.js';
import type { Plan } from '../../../plan/plan.js';
import type { Result } from '../../../protobuf/schema.generated.js';
import { maskedText } from '../../../source/credentials.js';
import { subrequest, subrequestResult, textTable } from './request.js';

/** `docker build --call=targets`: the stages that can be built (BuildKit's frontend/subrequests/targets). */
export const TARGETS = subrequest('frontend.targets', 'List all targets current build supports');

/** The stages of the build: what `--target` takes. */
export function targets(plan: Plan): Result {
  const stages = plan.stages.map((stage) => ({
    name: stage.name,
    default: plan.targets.some((target) => target.stage === stage.name),
    description: stage.comment,
    base: baseName(stage.base),
  }));
  const rows = stages.map(({ name, default: isDefault, description }) => [
    isDefault ? `${name} (default)` : name,
    description,
  ]);
  const sources = [Buffer.from(maskedText(plan.source)).toString('base64')];
  return subrequestResult(
    TARGETS,
    { targets: stages, sources },
    textTable([['TARGET', 'DESCRIPTION'], ...rows], 1),
  );
}
