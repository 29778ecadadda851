import type { DiagnosticCode } from '../source/diagnostic-code.js';
import type { Span } from '../source/source.js';

/** Codes of what can be wrong with requirements and the files that hold them. */
export type RequirementCode = Extract<DiagnosticCode, `pip-${string}` | `requirements-${string}`>;

/**
 * A problem with a requirement. The span counts offsets into the text that was judged: the value of a
 * Mopyfile entry, or the whole of a requirements file. Messages hold no credential.
 */
export interface RequirementProblem {
  readonly code: RequirementCode;
  /** One sentence, no trailing full stop. */
  readonly message: string;
  /** The remedy. */
  readonly hint: string;
  readonly span: Span;
}

/** A part of what pip is given; `span` is where in the judged text a secret was written. */
export type TextPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'secret'; readonly text: string; readonly span: Span };

interface ParsedBase {
  /** The parts joined are the line that pip is given. */
  readonly text: readonly TextPart[];
  /** The text as written without the credentials of its URLs. */
  readonly display: string;
}

/** One requirement. Paths are normalised context paths; `.` is the context itself. */
export type ParsedRequirement =
  /** A distribution of an index: PEP 508. */
  | (ParsedBase & { readonly kind: 'named'; readonly name: string })
  /** An archive behind an HTTP(S) URL, bare or as `name @ url`. */
  | (ParsedBase & { readonly kind: 'file-url' })
  /** A git URL, bare or as `name @ url`. */
  | (ParsedBase & { readonly kind: 'git'; readonly transport: 'http' | 'ssh' })
  /** A project folder or an archive of the context. */
  | (ParsedBase & { readonly kind: 'local'; readonly path: string; readonly pathSpan: Span })
  /** A requirements file of the context: in a Mopyfile only. */
  | (ParsedBase & { readonly kind: 'requirements-file'; readonly path: string; readonly pathSpan: Span });

/** `requirement` is absent when a problem leaves none; problems come in the order of their spans. */
export interface RequirementReading {
  readonly requirement?: ParsedRequirement;
  readonly problems: readonly RequirementProblem[];
}

/** A reading that found nothing but one problem. */
export function refuse(
  code: RequirementCode,
  span: Span,
  message: string,
  hint: string,
): { readonly problems: readonly RequirementProblem[] } {
  return { problems: [{ code, message, span, hint }] };
}
