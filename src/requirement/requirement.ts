import type { Span } from '../source/source.js';

/**
 * What is wrong with a requirement. The span counts offsets into the text that was judged: the value of a
 * Mopyfile entry, or the whole of a requirements file. Messages hold no credential.
 */
export interface RequirementProblem {
  readonly code: RequirementCode;
  /** One sentence, no trailing full stop. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly span: Span;
}

/** Codes of this room and of the context's: each has a row in `docs/diagnostics.md`. */
export type RequirementCode =
  | 'pip-empty'
  | 'pip-characters'
  | 'pip-comment'
  | 'pip-option'
  | 'pip-editable'
  | 'pip-file-url'
  | 'pip-unsupported-url'
  | 'pip-malformed-url'
  | 'pip-path-absolute'
  | 'pip-path-outside'
  | 'pip-path-prefix'
  | 'pip-path-characters'
  | 'pip-path-missing'
  | 'pip-path-ignored'
  | 'pip-path-kind'
  | 'pip-not-a-project'
  | 'pip-find-links-missing'
  | 'pip-syntax'
  | 'requirements-encoding'
  | 'requirements-option';

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
