import type { Result } from '../../protobuf/schema.generated.js';
import type { Diagnostic } from '../../source/diagnostic.js';
import { formatDiagnostic } from '../../source/format-diagnostic.js';
import type { Source } from '../../source/source.js';
import { errorText, lineRange, sourceJson } from '../diagnostics.js';
import { subrequest, subrequestResult } from './request.js';

export const LINT = subrequest('frontend.lint', 'Check a Mopyfile', {
  metadata: [{ name: 'result.statuscode', description: '' }],
});

/** What the compiler has to say: warnings, and the first error as what would fail the build. */
export function lint(diagnostics: readonly Diagnostic[]): Result {
  const sources = [...new Set(diagnostics.flatMap(({ locations: [main] }) => (main ? [main.source] : [])))];
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const value = {
    warnings: warnings.map((warning) => ({
      ruleName: warning.code,
      detail: [warning.message, ...(warning.hint === undefined ? [] : [warning.hint])].join('\n'),
      location: placeOf(warning, sources),
    })),
    sources: sources.map(sourceJson),
    ...(errors.length > 0 && {
      buildError: {
        message: errorText(errors),
        location: placeOf(errors[0], sources),
      },
    }),
  };
  const status = diagnostics.length > 0 ? '1' : '0';
  return subrequestResult(
    LINT,
    value,
    diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join('\n'),
    [['result.statuscode', status]],
  );
}

/** Clients expect a place for every warning; -1 stands for none. */
function placeOf(diagnostic: Diagnostic | undefined, sources: readonly Source[]) {
  const main = diagnostic?.locations[0];
  return main === undefined
    ? { sourceIndex: -1, ranges: [] }
    : { sourceIndex: sources.indexOf(main.source), ranges: [lineRange(main)] };
}
