import type { Alias, Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { codePointName } from '../basics/code-point.js';
import type { Span } from '../source/source.js';
import type { ParsedEntry, ParsedNode, ParsedScalar } from './parsed-document.js';
import type { Problem } from './problem.js';

/** Tags of YAML 1.2's core schema; `!` alone says "a string". */
const KNOWN_TAGS = new Set([
  '!',
  ...['map', 'seq', 'str', 'null', 'bool', 'int', 'float'].map((name) => `tag:yaml.org,2002:${name}`),
]);

/** Limit of the nodes that all aliases together stand for. */
const MAXIMUM_ALIASED_NODES = 10_000;

interface Conversion {
  readonly text: string;
  readonly anchors: Map<string, Node>;
  /** Converted nodes with the number of nodes that they stand for; those being converted have no number yet. */
  readonly converted: Map<Node, { readonly node: ParsedNode; readonly size: number } | undefined>;
  aliasedNodes: number;
  readonly problems: Problem[];
}

/**
 * The document's tree with aliases resolved, and what the format forbids although YAML allows it. The tree holds
 * everything else: what was refused is unknown in it, or left out.
 */
export function convert(
  text: string,
  document: Document,
): { readonly root: ParsedNode; readonly problems: readonly Problem[] } {
  const conversion: Conversion = {
    text,
    anchors: new Map(),
    converted: new Map(),
    aliasedNodes: 0,
    problems: [],
  };
  const nothing = text.trimEnd().length;
  const { node } = convertNode(conversion, document.contents as Node | null, {
    start: nothing,
    end: nothing,
  });
  return { root: node, problems: conversion.problems };
}

interface Sized<T extends ParsedNode = ParsedNode> {
  readonly node: T;
  readonly size: number;
}

/** @param place where a value would stand that is not there */
function convertNode(conversion: Conversion, node: Node | null, place: Span): Sized {
  if (node === null) {
    return emptyScalar(place);
  }
  if (isAlias(node)) {
    return convertAlias(conversion, node);
  }
  if (node.anchor !== undefined) {
    conversion.anchors.set(node.anchor, node);
  }
  conversion.converted.set(node, undefined);
  const sized = convertTagged(conversion, node);
  conversion.converted.set(node, sized);
  return sized;
}

/** The value behind a custom tag is unknown: nobody says what the tag makes of it. */
function convertTagged(conversion: Conversion, node: Node): Sized {
  if (node.tag === undefined || KNOWN_TAGS.has(node.tag)) {
    return convertContent(conversion, node);
  }
  conversion.problems.push(customTag(tagSpan(conversion.text, node)));
  const { node: content, size } = convertContent(conversion, node);
  return { node: { kind: 'unknown', span: content.span, content }, size };
}

function convertContent(conversion: Conversion, node: Node): Sized {
  if (isMap(node)) {
    return convertMapping(conversion, node);
  }
  if (isSeq(node)) {
    return convertSequence(conversion, node);
  }
  return isScalar(node) ? convertScalar(conversion, node) : emptyScalar(spanOf(node));
}

function convertMapping(conversion: Conversion, map: YAMLMap): Sized {
  const entries: ParsedEntry[] = [];
  const refused: ParsedEntry[] = [];
  const keys = new Map<string, Span>();
  let size = 1;
  for (const pair of map.items as readonly Pair<Node | null, Node | null>[]) {
    const written = convertNode(conversion, pair.key, spanOf(map));
    const { end } = written.node.span;
    const value = convertNode(conversion, pair.value, { start: end, end });
    const key = hasHalfCharacter(pair.key) ? undefined : keyOf(conversion, written.node);
    const earlier = key && keys.get(key.text);
    if (key === undefined) {
      refused.push({ key: keyAsWritten(conversion, written.node), value: value.node });
    } else if (earlier === undefined) {
      keys.set(key.text, key.span);
      entries.push({ key, value: value.node });
    } else {
      conversion.problems.push(duplicateKey(key, earlier));
      refused.push({ key, value: value.node });
    }
    size += written.size + value.size;
  }
  const span = collectionSpan(map, entries.at(-1)?.value);
  return { node: { kind: 'mapping', entries, span, ...(refused.length > 0 && { refused }) }, size };
}

/** A key's text, also behind a custom tag; undefined for what cannot be a key. */
function keyOf(conversion: Conversion, node: ParsedNode): ParsedScalar | undefined {
  const key = node.kind === 'unknown' ? node.content : node;
  if (node.kind === 'mapping' || node.kind === 'sequence') {
    conversion.problems.push(collectionAsKey(node.span));
  }
  return key?.kind === 'scalar' ? key : undefined;
}

function keyAsWritten({ text }: Conversion, { span }: ParsedNode): ParsedScalar {
  return { kind: 'scalar', text: text.slice(span.start, span.end), type: 'string', span };
}

function convertSequence(conversion: Conversion, sequence: YAMLSeq): Sized {
  const items = (sequence.items as readonly (Node | null)[]).map((item) =>
    convertNode(conversion, item, spanOf(sequence)),
  );
  return {
    node: {
      kind: 'sequence',
      items: items.map(({ node }) => node),
      span: collectionSpan(sequence, items.at(-1)?.node),
    },
    size: items.reduce((sum, item) => sum + item.size, 1),
  };
}

/** A scalar's text. One with half of a character, which only an escape can write and no output can hold, is refused. */
function convertScalar(conversion: Conversion, scalar: Scalar): Sized {
  const span = spanOf(scalar);
  const text = scalar.source ?? '';
  const raw = conversion.text.slice(span.start, span.end);
  const quoted = raw.startsWith('"') || raw.startsWith("'") ? 1 : 0;
  const verbatim = raw.slice(quoted, raw.length - quoted) === text;
  const node: ParsedScalar = { kind: 'scalar', text, type: typeOf(scalar), span };
  const [half] = text.isWellFormed() ? [] : (/\p{Cs}/u.exec(text) ?? []);
  if (half !== undefined) {
    conversion.problems.push(halfCharacter(half, span));
    return { node: { kind: 'unknown', span, content: node }, size: 1 };
  }
  return { node: verbatim ? { ...node, textStart: span.start + quoted } : node, size: 1 };
}

function hasHalfCharacter(node: Node | null): boolean {
  return isScalar(node) && !(node.source ?? '').isWellFormed();
}

function typeOf(scalar: Scalar): ParsedScalar['type'] {
  if (scalar.value === null) {
    return 'null';
  }
  switch (typeof scalar.value) {
    case 'boolean':
      return 'boolean';
    case 'number':
    case 'bigint':
      return 'number';
    default:
      return 'string';
  }
}

function emptyScalar(span: Span): Sized<ParsedScalar> {
  return { node: { kind: 'scalar', text: '', type: 'null', span }, size: 1 };
}

function unknown(span: Span): Sized {
  return { node: { kind: 'unknown', span }, size: 1 };
}

/** The anchor's value, at the alias's place. */
function convertAlias(conversion: Conversion, alias: Alias): Sized {
  const span = spanOf(alias);
  const target = conversion.anchors.get(alias.source);
  const sized = target && conversion.converted.get(target);
  if (sized === undefined) {
    conversion.problems.push(target === undefined ? unknownAnchor(span) : circularAlias(span));
    return unknown(span);
  }
  const before = conversion.aliasedNodes;
  conversion.aliasedNodes += sized.size;
  if (conversion.aliasedNodes > MAXIMUM_ALIASED_NODES) {
    if (before <= MAXIMUM_ALIASED_NODES) {
      conversion.problems.push(endlessAlias(span));
    }
    return unknown(span);
  }
  return { node: movedTo(sized.node, span), size: sized.size };
}

function movedTo(node: ParsedNode, span: Span): ParsedNode {
  if (node.kind !== 'scalar') {
    return { ...node, span };
  }
  return { kind: 'scalar', text: node.text, type: node.type, span, definition: node.definition ?? node.span };
}

/** A node's range leaves its tag out. */
function tagSpan(text: string, node: Node): Span {
  const { start } = spanOf(node);
  const tag = Math.max(text.lastIndexOf('!', start - 1), 0);
  const first = text.lastIndexOf('!', tag - 1) === tag - 1 && tag > 0 ? tag - 1 : tag;
  return { start: first, end: Math.max(first + 1, first + text.slice(first, start).trimEnd().length) };
}

/** The text between brackets; else up to the end of the last value, without the comments below it. */
function collectionSpan(collection: YAMLMap | YAMLSeq, last: ParsedNode | undefined): Span {
  const { start, end } = spanOf(collection);
  return { start, end: collection.flow || last === undefined ? end : Math.max(start, last.span.end) };
}

function spanOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

function halfCharacter(half: string, span: Span): Problem {
  return {
    code: 'yaml-syntax',
    message: `the escape of ${codePointName(half)} stands for half of a character`,
    hint: 'write the character itself, or its two halves one after the other',
    spans: [span],
  };
}

function customTag(span: Span): Problem {
  return {
    code: 'yaml-tag',
    message: 'a Mopyfile knows no custom tags',
    hint: 'remove the word that starts with `!`, or put the value in quotes if the `!` belongs to it',
    spans: [span],
  };
}

function duplicateKey(key: ParsedScalar, earlier: Span): Problem {
  return {
    code: 'duplicate-key',
    message: `the key \`${key.text}\` is given twice`,
    hint: 'remove one of the two, or join their values',
    spans: [key.span, earlier],
  };
}

function collectionAsKey(span: Span): Problem {
  return {
    code: 'yaml-syntax',
    message: 'a list or mapping cannot be a key',
    hint: 'put the value in quotes if the brackets belong to it',
    spans: [span],
  };
}

function unknownAnchor(span: Span): Problem {
  return {
    code: 'yaml-syntax',
    message: 'this alias refers to no anchor above it',
    hint: 'put a value that starts with `*` in quotes, or define the anchor with `&` first',
    spans: [span],
  };
}

function circularAlias(span: Span): Problem {
  return {
    code: 'alias-expansion',
    message: 'this alias stands inside of what it refers to',
    hint: 'write the value out instead of referring to it with `*`',
    spans: [span],
  };
}

function endlessAlias(span: Span): Problem {
  return {
    code: 'alias-expansion',
    message: 'the aliases of this file expand to far too much',
    hint: 'write the values out instead of referring to them with `*`',
    spans: [span],
  };
}
