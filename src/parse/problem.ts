import { maskUrls } from '../source/credentials.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { DiagnosticCode } from '../source/diagnostic-code.js';
import type { Source, Span } from '../source/source.js';

/** An error of a text whose source is not put together yet: the first span is blamed, others are related. */
export interface Problem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string;
  readonly spans: readonly [Span, ...Span[]];
}

/** Keys are quoted in messages, and a misplaced URL may be one. */
export function problemDiagnostic(source: Source, problem: Problem): Diagnostic {
  return {
    code: problem.code,
    severity: 'error',
    message: maskUrls(problem.message),
    locations: problem.spans.map((span) => ({ source, span })),
    hint: problem.hint,
  };
}
