import { maskUrls } from '../source/credentials.js';
import type { Diagnostic, Severity } from '../source/diagnostic.js';
import type { DiagnosticCode } from '../source/diagnostic-code.js';
import type { Location, Source, Span } from '../source/source.js';

/** A rule's verdict on the Mopyfile. */
export interface Violation {
  readonly code: DiagnosticCode;
  /** An error unless given. */
  readonly severity?: Severity;
  readonly message: string;
  readonly hint?: string;
  /** The place to blame. */
  readonly at: Span;
  /** Other places that have to do with it. */
  readonly related?: readonly Span[];
}

/** Takes note of a violation; rules go on behind it, so that all problems are reported at once. */
export type Report = (violation: Violation) => void;

/** A violation as a diagnostic; credentials in quoted URLs are masked. */
export function violationDiagnostic(source: Source, violation: Violation): Diagnostic {
  return {
    code: violation.code,
    severity: violation.severity ?? 'error',
    message: maskUrls(violation.message),
    locations: [violation.at, ...(violation.related ?? [])].map((span) => ({ source, span })),
    ...(violation.hint !== undefined && { hint: maskUrls(violation.hint) }),
  };
}

/**
 * In the order in which people read: the Mopyfile first, then other files by name; in a file from the top down.
 * The same violation at the same place is said once.
 */
export function sortDiagnostics(diagnostics: readonly Diagnostic[], mopyfile: Source): readonly Diagnostic[] {
  const said = new Set<string>();
  let before: Diagnostic | undefined;
  return diagnostics
    .toSorted((a, b) => compare(a, b, mopyfile))
    .filter((diagnostic) => {
      if (before === undefined || compare(before, diagnostic, mopyfile) !== 0) {
        said.clear();
      }
      before = diagnostic;
      const text = `${diagnostic.code} ${diagnostic.message}`;
      const isNew = !said.has(text);
      said.add(text);
      return isNew;
    });
}

function compare(a: Diagnostic, b: Diagnostic, mopyfile: Source): number {
  const [first, second] = [a.locations[0], b.locations[0]];
  if (first === undefined || second === undefined) {
    return Number(first !== undefined) - Number(second !== undefined);
  }
  const order = ({ source }: Location): string => (source === mopyfile ? '' : source.filename);
  if (order(first) !== order(second)) {
    return order(first) < order(second) ? -1 : 1;
  }
  return first.span.start - second.span.start || first.span.end - second.span.end;
}
