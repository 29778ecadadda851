import { CONTROL_CHARACTER, codePointName } from '../basics/code-point.js';
import type { ParsedDocument, ParsedNode, ParsedScalar } from '../parse/parsed-document.js';
import type { Located } from './mopyfile.js';
import type { Report } from './report.js';

/** A mapping entry whose value is a scalar. */
export interface ScalarEntry {
  readonly key: ParsedScalar;
  readonly value: ParsedScalar;
}

/** The scalars of a list. What else is there is the schema's to report. */
export function scalarItems(node: ParsedNode | undefined): readonly ParsedScalar[] {
  return node?.kind === 'sequence' ? node.items.flatMap((item) => scalarOf(item) ?? []) : [];
}

/** The texts of a list with their places. */
export function locatedItems(
  { source }: ParsedDocument,
  node: ParsedNode | undefined,
): readonly Located<string>[] {
  return scalarItems(node).map(({ text, span }) => ({ value: text, location: { source, span } }));
}

/** The keys of a mapping, whatever their values are. */
export function keysOf(node: ParsedNode | undefined): readonly ParsedScalar[] {
  return node?.kind === 'mapping' ? node.entries.map(({ key }) => key) : [];
}

/** The entries of a mapping whose values are scalars. What else is there is the schema's to report. */
export function scalarEntries(node: ParsedNode | undefined): readonly ScalarEntry[] {
  if (node?.kind !== 'mapping') {
    return [];
  }
  return node.entries.flatMap((entry) => {
    const value = scalarOf(entry.value);
    return value === undefined ? [] : [{ key: entry.key, value }];
  });
}

/** A node that is a scalar with a value. */
export function scalarOf(node: ParsedNode | undefined): ParsedScalar | undefined {
  return node?.kind === 'scalar' && node.type !== 'null' ? node : undefined;
}

/** The boolean that a key says, else the one that holds without it; other values are the schema's to report. */
export function booleanOf(node: ParsedNode | undefined, otherwise: boolean): boolean {
  return node?.kind === 'scalar' && node.type === 'boolean' ? node.text.toLowerCase() === 'true' : otherwise;
}

/** Reports control characters in a text that ends up in a Dockerfile, which is made of lines; true where there are none. */
export function checkCharacters(scalar: ParsedScalar, what: string, report: Report): boolean {
  const [character] = CONTROL_CHARACTER.exec(scalar.text) ?? [];
  if (character === undefined) {
    return true;
  }
  const lineBreak = character === '\n' || character === '\r';
  report({
    code: 'control-character',
    message: `${what} holds ${lineBreak ? 'a line break' : `the control character ${codePointName(character)}`}`,
    hint: lineBreak
      ? 'write the value on one line, or start it with `>-`, which joins lines with spaces and drops the last line break'
      : 'remove it; with `>-` a long value can go over several lines',
    at: scalar.span,
  });
  return false;
}
