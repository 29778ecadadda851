import type { Location, Position, Source, Span } from './source.js';

/** Offsets at which each source's lines start, found once: many places are asked for. */
const LINE_STARTS = new WeakMap<Source, readonly number[]>();

function lineStartsOf(source: Source): readonly number[] {
  const known = LINE_STARTS.get(source);
  if (known !== undefined) {
    return known;
  }
  const starts = [0];
  for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  LINE_STARTS.set(source, starts);
  return starts;
}

/** Which of many stretches, counted from 0, holds an offset; they are given by where they start, in order. */
export function stretchAt(starts: readonly number[], offset: number): number {
  let [first, last] = [0, starts.length - 1];
  while (first < last) {
    const middle = Math.ceil((first + last) / 2);
    if ((starts[middle] ?? 0) <= offset) {
      first = middle;
    } else {
      last = middle - 1;
    }
  }
  return first;
}

/**
 * The line and column at which people find an offset. Lines end with `\n`, as BuildKit and YAML's own `\r\n` have
 * it. Offsets beyond the text count as its end.
 */
export function positionAt(source: Source, offset: number): Position {
  const starts = lineStartsOf(source);
  const inside = Math.min(Math.max(offset, 0), source.text.length);
  const line = stretchAt(starts, inside);
  return { line: line + 1, column: inside - (starts[line] ?? 0) + 1 };
}

/** Lines from the first to the last, counted from 1. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** First and last line, counted from 1, that a span touches. Line breaks and blanks at its end do not count. */
export function linesOf(source: Source, span: Span): LineRange {
  let end = Math.min(span.end, source.text.length);
  while (end > span.start && source.text[end - 1]?.trim() === '') {
    end -= 1;
  }
  return { first: positionAt(source, span.start).line, last: positionAt(source, end).line };
}

/** The lines of places in one file from top to bottom, each once; ranges that touch are one. */
export function lineRanges(places: readonly Location[]): readonly LineRange[] {
  const lines = places
    .map(({ source, span }) => linesOf(source, span))
    .sort((a, b) => a.first - b.first || a.last - b.last);
  const merged: { first: number; last: number }[] = [];
  for (const { first, last } of lines) {
    const previous = merged.at(-1);
    if (previous && first <= previous.last + 1) {
      previous.last = Math.max(previous.last, last);
    } else {
      merged.push({ first, last });
    }
  }
  return merged;
}

/** A source's line, counted from 1, without its line break. */
export function lineSpan(source: Source, line: number): Span {
  const starts = lineStartsOf(source);
  const start = starts[line - 1] ?? source.text.length;
  const next = starts[line];
  if (next === undefined) {
    return { start, end: source.text.length };
  }
  const end = next - 1;
  return { start, end: end > start && source.text[end - 1] === '\r' ? end - 1 : end };
}

/** Offset of the first character of the line that holds `offset`. */
export function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset of the end of the line that holds `offset`, its line break left out. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) {
    return text.length;
  }
  return end > 0 && text[end - 1] === '\r' && end - 1 >= offset ? end - 1 : end;
}
