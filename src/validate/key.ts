import type { VisibleContext } from '../context/context.js';
import type { IgnoreRules } from '../context/ignore/ignore.js';
import type { ParsedDocument, ParsedNode } from '../parse/parsed-document.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { Mopyfile } from './mopyfile.js';
import type { Report } from './report.js';
import type { Shape } from './shape.js';

/**
 * A key at the top of a Mopyfile, with everything about it but its place in the build.
 *
 * @typeParam Fields the fields of `Mopyfile` that it gives
 */
export interface Key<Fields extends object = object> {
  readonly name: string;
  readonly shape: Shape;
  /** Paths of the build context that are looked up for a value, right or wrong: a frontend has them sent together. */
  readonly contextPaths?: (value: ParsedNode) => readonly string[];
  /** The value's meaning. Problems beyond the schema's are reported; what is left then does not matter. */
  readonly read: (input: KeyInput) => Fields | Promise<Fields>;
}

/** Where a key's reader finds what it needs. */
export interface KeyInput {
  readonly document: ParsedDocument;
  /** The key's value; undefined where the file does not have the key. */
  readonly value: ParsedNode | undefined;
  /** Fields of the keys that the documentation has above this one. */
  readonly above: Partial<Mopyfile>;
  readonly visible: VisibleContext;
  /** Where `visible` has its rules from. */
  readonly ignore: IgnoreRules;
  /** The day of the build. */
  readonly now: Date;
  readonly report: Report;
  /** Takes what was found in other files than the Mopyfile. */
  readonly reportElsewhere: (diagnostics: readonly Diagnostic[]) => void;
}
