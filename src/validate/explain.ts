import {
  entryAbove,
  entryOf,
  type ParsedDocument,
  type ParsedNode,
  type ParsedScalar,
} from '../parse/parsed-document.js';
import type { Span } from '../source/source.js';
import type { WordFinder } from './did-you-mean.js';
import type { Violation } from './report.js';
import type { SchemaError } from './schema-error.js';
import { type KeyedShape, type NamedShape, type Shape, shapeBelow } from './shape.js';

/** A value that the schema refuses, with its key and what the format wants in its place. */
interface Refused {
  readonly node: ParsedNode;
  readonly key?: ParsedScalar;
  readonly shape: Shape;
}

/**
 * A schema error in the user's words; undefined for one that only repeats another, or is about a refused value.
 *
 * @param find finds the key that was meant, for all errors of a file
 */
export function explainSchemaError(
  document: ParsedDocument,
  format: Shape,
  error: SchemaError,
  find: WordFinder,
): Violation | undefined {
  const refused = refusedValue(document, format, error.instancePath);
  if (refused.node.kind === 'unknown') {
    return undefined;
  }
  const { additionalProperty = '', missingProperty = '', propertyName = '' } = error.params;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(refused, additionalProperty, find);
    case 'required':
      return missingKey(refused, missingProperty);
    case 'propertyNames':
      return wrongName(refused, propertyName);
    case 'type':
      return wrongType(refused);
    case 'enum':
    case 'pattern':
      return error.propertyName === undefined ? wrongText(refused) : undefined;
    default:
      throw new Error(`the schema's keyword ${error.keyword} has no explanation`);
  }
}

/** @param pointer ajv's JSON pointer to the value */
function refusedValue({ root }: ParsedDocument, format: Shape, pointer: string): Refused {
  let refused: Refused = { node: root, shape: format };
  for (const escaped of pointer.split('/').slice(1)) {
    const segment = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    const { node, shape } = refused;
    const entry = node.kind === 'mapping' ? entryOf(node, segment) : undefined;
    const value = node.kind === 'sequence' ? node.items[Number(segment)] : entry?.value;
    const below = shapeBelow(shape, node.kind === 'sequence' ? Number(segment) : segment);
    if (value === undefined || below === undefined) {
      throw new Error(`the schema and the shapes do not agree about ${pointer}`);
    }
    refused = { node: value, shape: below, ...(entry && { key: entry.key }) };
  }
  return refused;
}

/** Where a key of a value stands. */
function spanOfKey({ node }: Refused, key: string): Span {
  return (node.kind === 'mapping' && entryOf(node, key)?.key.span) || node.span;
}

function unknownKey(refused: Refused, key: string, find: WordFinder): Violation {
  const { called, keys } = keyedShape(refused);
  const known = [...keys.keys()];
  const synonym = known.find((name) => keys.get(name)?.synonyms?.includes(key.toLowerCase()));
  const suggestion = synonym ?? find(key, known);
  return {
    code: 'unknown-key',
    message: `\`${key}\` is not a key of ${called}`,
    hint:
      key === '<<'
        ? 'YAML 1.2 has no merge keys: write the values out'
        : ((suggestion === undefined ? keyAbove(refused, key) : undefined) ?? hintFor(suggestion, known)),
    at: spanOfKey(refused, key),
  };
}

/** A key behind one without a value is mostly that value, in the wrong column. */
function keyAbove({ node, shape }: Refused, key: string): string | undefined {
  const above = node.kind === 'mapping' ? entryAbove(node, key) : undefined;
  const isEmpty = above?.value.kind === 'scalar' && above.value.type === 'null';
  return isEmpty && shapeBelow(shape, above.key.text)?.accepts.mapping !== undefined
    ? `if it belongs to \`${above.key.text}\`, indent it by two spaces`
    : undefined;
}

function hintFor(suggestion: string | undefined, known: readonly string[]): string {
  return suggestion === undefined
    ? `the keys are ${known.map((name) => `\`${name}\``).join(', ')}`
    : `did you mean \`${suggestion}\`?`;
}

function missingKey(refused: Refused, key: string): Violation {
  const { called, keys } = keyedShape(refused);
  const { missing = 'add it', example } = keys.get(key) ?? { example: `\`${key}: …\`` };
  return {
    code: 'missing-key',
    message: `${called.replace(/^an? /, 'this ')} has no \`${key}\``,
    hint: `${missing}, for example${spaced(example)}`,
    at: firstLine(refused.node),
  };
}

function keyedShape({ shape }: Refused): KeyedShape {
  return mappingShape(shape, 'keys');
}

function wrongName(refused: Refused, name: string): Violation {
  const explain = mappingShape(refused.shape, 'names').explainName;
  return { ...explained(explain, name, refused.shape), at: spanOfKey(refused, name) };
}

/** @throws when the schema has another kind of mapping here */
function mappingShape<Kind extends 'keys' | 'names'>(
  { subject, accepts: { mapping } }: Shape,
  kind: Kind,
): Extract<KeyedShape | NamedShape, { kind: Kind }> {
  if (mapping?.kind !== kind) {
    throw new Error(`the schema and the shapes do not agree about ${subject}`);
  }
  return mapping as Extract<KeyedShape | NamedShape, { kind: Kind }>;
}

/** A mapping is blamed by its first key: all of it would be many lines. */
function firstLine(node: ParsedNode): Span {
  return node.kind === 'mapping' ? (node.entries[0]?.key.span ?? node.span) : node.span;
}

function wrongType(refused: Refused): Violation {
  const { node, key, shape } = refused;
  const { subject, expected, example, empty = 'give a value' } = shape;
  if (node.kind === 'scalar' && node.type === 'null') {
    const place = node.span.end > node.span.start ? node.span : (key?.span ?? node.span);
    const hint = `${empty}, for example${spaced(example)}`;
    return { code: 'empty-value', message: `${subject} has no value`, hint, at: place };
  }
  return {
    code: 'wrong-type',
    message: `${subject} must be ${expected}, not ${kindOf(node)}`,
    hint: booleanHint(refused) ?? listHint(refused) ?? `write it like this:${spaced(example)}`,
    at: firstLine(node),
  };
}

/** An example behind a word: one of several lines starts on a line of its own. */
function spaced(example: string): string {
  return `${example.includes('\n') ? '\n' : ' '}${example}`;
}

/** The kind of a value; its text is not repeated, since it may be a credential. */
function kindOf(node: ParsedNode): string {
  if (node.kind === 'scalar') {
    return node.type === 'number' ? 'a number' : node.type === 'boolean' ? 'a boolean' : 'a string';
  }
  return node.kind === 'mapping' ? 'a mapping' : 'a list';
}

/** Words of YAML 1.1 and of people. A map, since in an object the user's words would find `constructor` and its like. */
const BOOLEAN_WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'y', 'on', 'true', '1'].map((word) => [word, true] as const),
  ...['no', 'n', 'off', 'false', '0'].map((word) => [word, false] as const),
]);

function booleanHint({ node, shape }: Refused): string | undefined {
  const meant = node.kind === 'scalar' ? BOOLEAN_WORDS.get(node.text.toLowerCase()) : undefined;
  return meant !== undefined && shape.accepts.boolean ? `write \`${meant}\`` : undefined;
}

/** One value where the format has a list: the value as the list's entry, unless it may hold a credential. */
function listHint({ node, key, shape }: Refused): string | undefined {
  if (node.kind === 'scalar' && shape.accepts.list !== undefined && /^-[^\s-]/.test(node.text)) {
    return 'an entry of a list begins with `-` and a space';
  }
  const isOne = node.kind === 'scalar' && /^[\w./][\w./[\]=<>~-]*$/.test(node.text);
  return isOne && key !== undefined && shape.accepts.list?.accepts.text
    ? `write it as a list:\n${key.text}:\n  - ${node.text}`
    : undefined;
}

function wrongText({ node, shape }: Refused): Violation | undefined {
  if (node.kind !== 'scalar' || node.type === 'null') {
    return undefined;
  }
  return { ...explained(shape.explain, node.text, shape), at: node.span };
}

function explained(explain: Shape['explain'], text: string, { subject }: Shape): Omit<Violation, 'at'> {
  if (explain === undefined) {
    throw new Error(`the schema is strict about the text of ${subject}, which nothing explains`);
  }
  return explain(text);
}
