import { unique } from '../../../basics/unique.js';
import type { PipelineResult } from '../../../compile.js';
import type { Result } from '../../../protobuf/schema.generated.js';
import type { Diagnostic } from '../../../source/diagnostic.js';
import { formatDiagnostic } from '../../../source/format-diagnostic.js';
import type { Source } from '../../../source/source.js';
import { type CheckRules, violation } from '../../check.js';
import { errorText, lineRange, sourceJson } from '../diagnostics.js';
import { subrequest, subrequestResult } from './request.js';

/** `docker build --check`: the diagnostics of a Mopyfile as lint results (BuildKit's frontend/subrequests/lint). */
export const LINT = subrequest('frontend.lint', 'Check a Mopyfile', {
  metadata: [{ name: 'result.statuscode', description: '' }],
});

/**
 * The compiler's findings: warnings, and the error that would fail the build. That is the errors, at the first one's
 * place, or the reason that makes errors of warnings.
 */
export function lint({ plan, diagnostics }: PipelineResult, check: CheckRules): Result {
  const places = diagnostics.flatMap(({ locations: [main] }) => (main ? [main.source] : []));
  const sources = unique([...(plan ? [plan.source] : []), ...places]);
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
  const buildError = buildErrorOf(diagnostics, sources, check);
  const value = {
    warnings: warnings.map((warning) => ({
      ruleName: warning.code,
      detail: [warning.message, ...(warning.hint === undefined ? [] : [warning.hint])].join('\n'),
      location: lintLocation(warning, sources),
    })),
    sources: sources.map(sourceJson),
    ...(buildError && { buildError }),
  };
  const status = diagnostics.length > 0 ? '1' : '0';
  return subrequestResult(
    LINT,
    value,
    diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join('\n'),
    [['result.statuscode', status]],
  );
}

function buildErrorOf(diagnostics: readonly Diagnostic[], sources: readonly Source[], check: CheckRules) {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    return { message: errorText(errors), location: lintLocation(errors[0], sources) };
  }
  const reason = violation(diagnostics, check);
  // Clients look the file up, also when no line of it is meant.
  return reason && { message: reason, location: { sourceIndex: 0, ranges: [] } };
}

/** Clients expect a place for every warning; -1 stands for none. */
function lintLocation(diagnostic: Diagnostic | undefined, sources: readonly Source[]) {
  const main = diagnostic?.locations[0];
  return main === undefined
    ? { sourceIndex: -1, ranges: [] }
    : { sourceIndex: sources.indexOf(main.source), ranges: [lineRange(main)] };
}
