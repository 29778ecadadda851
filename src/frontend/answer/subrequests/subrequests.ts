import type { PipelineResult } from '../../../compile.js';
import type { Result } from '../../../protobuf/schema.generated.js';
import { FrontendError } from '../../gateway/frontend-error.js';
import type { FrontendOptions } from '../../request/options.js';
import { diagnosticsError } from '../diagnostics.js';
import { DESCRIBE, describe } from './describe.js';
import { LINT, lint } from './lint.js';
import { OUTLINE, outline } from './outline.js';
import { TARGETS, targets } from './targets.js';

/**
 * Answers a question about the Mopyfile: `docker build --check` and `--call` (frontend/subrequests).
 * Throws FrontendError for an unknown one. Its words must not be those of BuildKit's own error, on
 * which buildx would ask the Dockerfile frontend.
 */
export function answerSubrequest(
  request: string,
  compilation: PipelineResult,
  { target, check }: Pick<FrontendOptions, 'target' | 'check'>,
): Result {
  if (request === DESCRIBE.name) {
    return describe([OUTLINE, TARGETS, LINT, DESCRIBE]);
  }
  if (request === LINT.name) {
    return lint(compilation, check);
  }
  const { plan, diagnostics } = compilation;
  if (plan === undefined) {
    throw diagnosticsError(diagnostics);
  }
  if (request === OUTLINE.name) {
    return outline(plan, target);
  }
  if (request === TARGETS.name) {
    return targets(plan);
  }
  throw new FrontendError(`a Mopyfile has no answer to ${request}`);
}
