import { addressCredentialSpans, keyedCredentialSpans, urlCredentialSpans } from '../source/credentials.js';
import type { Span } from '../source/source.js';
import { mergeSpans, spansWithin } from '../source/spans.js';
import {
  type NodePath,
  type ParsedNode,
  type ParsedScalar,
  type ParsedUnknown,
  spanOfText,
} from './parsed-document.js';

/** A value's relation to credentials. */
export type Sensitivity =
  /** The value is one. */
  | 'credential'
  /** The value is `true` or `false` beside credentials: what is no such word may be one of them, a line too far below. */
  | 'switch'
  /** The value is an address: whatever looks like `user:password` before an `@` is one. */
  | 'address'
  /** The value's name is the author's own, and says nothing about it, be it `password`. */
  | 'free';

/** Where a format has credentials. This room knows YAML alone, and is told. */
export interface SecretRules {
  /** Keys whose value is a credential: looked for by the look of the lines where the tree does not tell. */
  readonly credentialNames: ReadonlySet<string>;
  /** The sensitivity of the value at a path, which may be one that the format does not have. */
  readonly sensitivityAt: (path: NodePath) => Sensitivity | undefined;
}

/**
 * Places of credentials in a document, so that its text can be shown. Decided here, before the first diagnostic,
 * so that there is no source without its secrets. The tree says what values are; comments, what YAML drops (tags,
 * anchors, entries written twice) and a file that is no YAML go by the look of the lines.
 */
export function secretSpans(
  text: string,
  root: ParsedNode | undefined,
  { credentialNames, sensitivityAt }: SecretRules,
): readonly Span[] {
  const keyed = keyedCredentialSpans(text, credentialNames);
  if (root === undefined) {
    return mergeSpans([...addressCredentialSpans(text), ...keyed]);
  }
  const placed = placedValues(root).map(({ value, path }) => ({ value, sensitivity: sensitivityAt(path) }));
  const values = placed.filter(isCredential).flatMap(spansOf);
  const starts = new Set(values.map(({ start }) => start));
  const free = mergeSpans(
    placed.flatMap((judged) => (judged.sensitivity === 'free' ? [judged.value.span] : [])),
  );
  const isDecided = ({ start }: Span): boolean =>
    starts.has(start) || spansWithin(free, start, start + 1).length > 0;
  return mergeSpans([
    ...urlCredentialSpans(text),
    ...values.flatMap((span) => [span, ...commentAfter(text, span)]),
    ...addressSpans(placed),
    ...keyed.filter((span) => !isDecided(span)),
  ]);
}

/** A value with the keys and indexes that lead to it. */
interface PlacedValue {
  readonly value: ParsedScalar | ParsedUnknown;
  readonly path: NodePath;
}

function placedValues(node: ParsedNode, path: NodePath = []): readonly PlacedValue[] {
  switch (node.kind) {
    case 'mapping':
      return [...node.entries, ...(node.refused ?? [])].flatMap(({ key, value }) =>
        placedValues(value, [...path, key.text]),
      );
    case 'sequence':
      return node.items.flatMap((item, index) => placedValues(item, [...path, index]));
    case 'scalar':
      return [{ value: node, path }];
    // A password that starts with `*` looks like an alias.
    case 'unknown':
      return [{ value: node, path }, ...(node.content ? placedValues(node.content, path) : [])];
  }
}

/** A value with what the format says about it. */
interface JudgedValue {
  readonly value: ParsedScalar | ParsedUnknown;
  readonly sensitivity: Sensitivity | undefined;
}

function isCredential({ value, sensitivity }: JudgedValue): boolean {
  switch (sensitivity) {
    case 'credential':
      return true;
    case 'switch':
      return value.kind !== 'scalar' || !SWITCH.test(value.text);
    default:
      return value.kind === 'scalar' && hidesUrl(value);
  }
}

/** Words that mean true or false in some version of YAML, or to other tools. */
const SWITCH = /^(?:true|false|yes|no|on|off|y|n|1|0|null|~)?$/i;

/** In escaped or folded text the URL does not stand as it reads. */
function hidesUrl({ text, textStart }: ParsedScalar): boolean {
  return textStart === undefined && urlCredentialSpans(text).length > 0;
}

function spansOf({ value }: JudgedValue): readonly Span[] {
  const definition = value.kind === 'scalar' ? value.definition : undefined;
  return definition === undefined ? [value.span] : [value.span, definition];
}

/** The comment beside a credential, which may note another one. */
function commentAfter(text: string, { end }: Span): readonly Span[] {
  const comment = /[ \t]+#[^\r\n]*/y;
  comment.lastIndex = end;
  const found = comment.exec(text)?.[0];
  return found === undefined ? [] : [{ start: end, end: end + found.length }];
}

/** Everything before an `@`, back to the last `/` or `@`. It is looked at once, so that no text takes long. */
const BEFORE_AT = /(?<![^/@])[^/@]+(?=@)/g;

/** Where an address is expected, everything up to its `@` is masked that looks like `user:password`, blanks and all. */
function addressSpans(values: readonly JudgedValue[]): readonly Span[] {
  return values
    .filter(({ sensitivity }) => sensitivity === 'address')
    .flatMap(({ value }) => (value.kind === 'scalar' ? [value] : []))
    .flatMap((scalar) => userInfoSpans(scalar.text).map(({ start, end }) => spanOfText(scalar, start, end)));
}

function userInfoSpans(text: string): readonly Span[] {
  return [...text.matchAll(BEFORE_AT)].flatMap(({ index, 0: before }) => {
    const startsWord = index === 0 || (text[index - 1] === '/' && !text.endsWith('ssh://', index));
    const user = (startsWord ? /(?<!\S)[^\s:]+:/ : /(?<=\s)[^\s:]+:/).exec(before);
    return user === null ? [] : [{ start: index + user.index, end: index + before.length }];
  });
}
