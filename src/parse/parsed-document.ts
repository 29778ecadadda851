import type { Source, Span } from '../source/source.js';

/** A YAML document as the format sees it: aliases resolved, every scalar with its text as written. */
export interface ParsedDocument {
  readonly source: Source;
  readonly root: ParsedMapping;
  /** The frontend that the file asks BuildKit for. */
  readonly syntax?: SyntaxDirective;
}

/** A value of YAML with the place where it stands. */
export type ParsedNode = ParsedMapping | ParsedSequence | ParsedScalar | ParsedUnknown;

/** A mapping; each key occurs once. */
export interface ParsedMapping {
  readonly kind: 'mapping';
  readonly entries: readonly ParsedEntry[];
  /** Values of entries that were refused, such as a key given twice: they mean nothing, but may hold credentials. */
  readonly refused?: readonly ParsedEntry[];
  readonly span: Span;
}

/** A key of a mapping with its value, which is a scalar of type `null` where none is written. */
export interface ParsedEntry {
  readonly key: ParsedScalar;
  readonly value: ParsedNode;
}

/** A list, in block or flow style. */
export interface ParsedSequence {
  readonly kind: 'sequence';
  readonly items: readonly ParsedNode[];
  readonly span: Span;
}

/** A single value. */
export interface ParsedScalar {
  readonly kind: 'scalar';
  /** The text that the author wrote: `3.10`, `yes`, `0x10`; quotes, escapes and block scalars decoded. */
  readonly text: string;
  /** The kind that YAML 1.2 makes of it: `null`, a boolean, or else a string or number, for which `text` counts. */
  readonly type: 'null' | 'boolean' | 'number' | 'string';
  /** The scalar with its quotes; an alias at the place of the alias. */
  readonly span: Span;
  /** Offset of `text` in the source when it stands there character for character. */
  readonly textStart?: number;
  /** For an alias: where the anchor's scalar stands. */
  readonly definition?: Span;
}

/** A value that was refused, so that nobody knows what it would be: rules have nothing to say about it. */
export interface ParsedUnknown {
  readonly kind: 'unknown';
  readonly span: Span;
  /** The value behind the tag that made it unknown: it may hold credentials. */
  readonly content?: ParsedNode;
}

/** The `#syntax=` line, by which `docker build` finds the frontend. */
export interface SyntaxDirective {
  /** The image: the value up to its first blank. */
  readonly image: string;
  /** Where the image stands. */
  readonly span: Span;
}

/** Keys and indexes from the root down. */
export type NodePath = readonly (string | number)[];

/** The value of a mapping's key. */
export function entryValue(mapping: ParsedMapping, key: string): ParsedNode | undefined {
  return entryOf(mapping, key)?.value;
}

/** Places of entries by key, made at the first look at a mapping: mappings can have many, and be asked about each. */
const PLACES = new WeakMap<ParsedMapping, ReadonlyMap<string, number>>();

function placesOf(mapping: ParsedMapping): ReadonlyMap<string, number> {
  const places = PLACES.get(mapping) ?? new Map(mapping.entries.map(({ key }, index) => [key.text, index]));
  PLACES.set(mapping, places);
  return places;
}

/** A mapping's entry with its key. */
export function entryOf(mapping: ParsedMapping, key: string): ParsedEntry | undefined {
  return mapping.entries[placesOf(mapping).get(key) ?? -1];
}

/** The entry above the one with a key; undefined for the first. */
export function entryAbove(mapping: ParsedMapping, key: string): ParsedEntry | undefined {
  return mapping.entries[(placesOf(mapping).get(key) ?? 0) - 1];
}

/**
 * Where a part of a scalar's text stands. When the text is not there character for character (escapes, block
 * scalars, folded lines), that is the whole scalar.
 */
export function spanOfText(scalar: ParsedScalar, start: number, end: number): Span {
  return scalar.textStart === undefined
    ? scalar.span
    : { start: scalar.textStart + start, end: scalar.textStart + end };
}
