/** A half-open range of UTF-16 offsets into a source's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place as people count it: both numbers start at 1, columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A file of the user that was read. */
export interface Source {
  readonly kind: SourceKind;
  /** Path as the user would type it; `-` for standard input. */
  readonly filename: string;
  readonly text: string;
  /** Places of credentials, sorted and apart. Absent: they are looked for in the text, see `secretSpansOf`. */
  readonly secretSpans?: readonly Span[];
}

/** The Mopyfile, a requirements or constraints file that it leads to, or `.dockerignore`. */
export type SourceKind = 'mopyfile' | 'requirements' | 'ignore';

/** A span in one of several sources. */
export interface Location {
  readonly source: Source;
  readonly span: Span;
}
