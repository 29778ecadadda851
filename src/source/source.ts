/** A half-open range of UTF-16 offsets into a source's text. */
export interface Span {
  /** Of the first unit. */
  readonly start: number;
  /** Behind the last unit. */
  readonly end: number;
}

/** A place as people count it: both numbers start at 1, columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A file of the user that was read. */
export interface Source {
  /** Which of the files that mopy reads. */
  readonly kind: SourceKind;
  /** Path as the user would type it; `-` for standard input. */
  readonly filename: string;
  /** All of it, without a byte order mark. */
  readonly text: string;
  /** Places of credentials, sorted and apart. Absent: they are looked for in the text, see `secretSpansOf`. */
  readonly secretSpans?: readonly Span[];
}

/** The Mopyfile, a requirements, constraints or lock file or pyproject.toml that it leads to, or `.dockerignore`. */
export type SourceKind = 'mopyfile' | 'requirements' | 'lock' | 'ignore';

/** A span in one of several sources. */
export interface Location {
  /** The file. */
  readonly source: Source;
  /** The part of its text. */
  readonly span: Span;
}
