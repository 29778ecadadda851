import {
  addressCredentialSpans,
  keyedCredentialSpans,
  mergeSpans,
  urlCredentialSpans,
} from '../source/credentials.js';
import type { Span } from '../source/source.js';
import {
  type NodePath,
  type ParsedNode,
  type ParsedScalar,
  type ParsedUnknown,
  spanOfText,
} from './parsed-document.js';

/**
 * Where credentials stand in a Mopyfile, so that its text can be shown: in URLs, and as user names and
 * passwords. Decided here, before the first diagnostic, so that there is no source without its secrets. The
 * tree says what values are; comments, what YAML drops (tags, anchors, entries written twice) and a file that
 * is no YAML go by the look of the lines.
 */
export function secretSpans(text: string, root: ParsedNode | undefined): readonly Span[] {
  if (root === undefined) {
    return mergeSpans([...addressCredentialSpans(text), ...keyedCredentialSpans(text)]);
  }
  const placed = placedValues(root);
  const values = placed.filter(isCredential).flatMap(spansOf);
  const starts = new Set(values.map(({ start }) => start));
  const free = freeSpans(root);
  const isDecided = ({ start }: Span): boolean =>
    starts.has(start) ||
    (free.some((span) => span.start <= start && start < span.end) && !isInComment(text, start));
  return mergeSpans([
    ...urlCredentialSpans(text),
    ...values.flatMap((span) => [span, ...commentAfter(text, span)]),
    ...addressSpans(placed),
    ...keyedCredentialSpans(text).filter((span) => !isDecided(span)),
  ]);
}

function isInComment(text: string, offset: number): boolean {
  return /^[ \t]*#/.test(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset));
}

/** In `envs` and `labels` every name is the author's own. */
const FREE_KEYS: ReadonlySet<unknown> = new Set(['envs', 'labels']);

function freeSpans(root: ParsedNode): readonly Span[] {
  const entries = root.kind === 'mapping' ? root.entries : [];
  return entries.filter(({ key }) => FREE_KEYS.has(key.text)).map(({ value }) => value.span);
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

function isCredential({ value, path }: PlacedValue): boolean {
  return holdsCredential(path) || (value.kind === 'scalar' && hidesUrl(value));
}

/** In escaped or folded text the URL does not stand as it reads. */
function hidesUrl({ text, textStart }: ParsedScalar): boolean {
  return textStart === undefined && urlCredentialSpans(text).length > 0;
}

/** Also below misspelt keys: an index's unknown key may well be a misspelt `password`. */
function holdsCredential(path: NodePath): boolean {
  const key = path.findLast((segment) => typeof segment === 'string');
  if (FREE_KEYS.has(path[0])) {
    return false;
  }
  return key === 'username' || key === 'password' || (path[0] === 'indices' && isUnknownIndexKey(path));
}

function isUnknownIndexKey(path: NodePath): boolean {
  const key = path[2];
  return typeof key === 'string' && key !== 'url' && key !== 'trust' && key !== 'default';
}

function spansOf({ value }: PlacedValue): readonly Span[] {
  const definition = value.kind === 'scalar' ? value.definition : undefined;
  return definition === undefined ? [value.span] : [value.span, definition];
}

/** What is noted beside a credential may be another one. */
function commentAfter(text: string, { end }: Span): readonly Span[] {
  const comment = /[ \t]+#[^\r\n]*/y;
  comment.lastIndex = end;
  const found = comment.exec(text)?.[0];
  return found === undefined ? [] : [{ start: end, end: end + found.length }];
}

/** Everything before an `@`, back to the last `/` or `@`. It is looked at once, so that no text takes long. */
const BEFORE_AT = /(?<![^/@])[^/@]+(?=@)/g;

/** Where an address is expected, everything up to its `@` is masked that looks like `user:password`, blanks and all. */
function addressSpans(values: readonly PlacedValue[]): readonly Span[] {
  return values
    .filter(({ path }) => path[0] === 'pip' || path[0] === 'indices')
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
