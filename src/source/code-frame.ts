import { MASK, secretSpansOf } from './credentials.js';
import { displayWidth, printable } from './display-width.js';
import { lineSpan, linesOf } from './position.js';
import type { Location, Source, Span } from './source.js';
import { spansWithin } from './spans.js';

/** The role of a piece of printed text, by which it is coloured. */
export type Style = 'error' | 'warning' | 'location' | 'gutter' | 'hint';
/** Gives a piece of printed text the colours of its style. */
export type Styler = (style: Style, text: string) => string;

/** Leaves the text as it is. */
export const plainStyler: Styler = (_style, text) => text;

/** Limits of a frame: lines of a place, and cells of each line. */
const MAXIMUM_LINES = 3;
const MAXIMUM_WIDTH = 100;
const NEARBY = 4 * MAXIMUM_WIDTH;

/** The printed form of one character, or of one credential. */
interface Cell extends Span {
  readonly text: string;
  readonly width: number;
}

/**
 * The lines of a place with a marker below each, credentials as `***`, long lines cut around the marker:
 *
 *       4 | python: 2.7
 *         |         ^^^
 *
 * @param markerStyle the style of the marker
 * @returns lines joined by `\n`, without one at the end
 */
export function codeFrame(location: Location, markerStyle: Style = 'error', style = plainStyler): string {
  const { source, span } = location;
  const lines = linesOf(source, span);
  const last = Math.min(lines.last, lines.first + MAXIMUM_LINES - 1);
  const gutterWidth = Math.max(3, String(last).length);
  const frame: string[] = [];
  for (let line = lines.first; line <= last; line += 1) {
    const shown = drawLine(source, lineSpan(source, line), span);
    frame.push(`${style('gutter', `${String(line).padStart(gutterWidth)} |`)} ${shown.text}`.trimEnd());
    frame.push(
      `${style('gutter', `${' '.repeat(gutterWidth)} |`)} ${shown.indent}${style(markerStyle, shown.marker)}`,
    );
  }
  if (last < lines.last) {
    frame.push(style('gutter', `${' '.repeat(gutterWidth)} | …`));
  }
  return frame.join('\n');
}

/** One line of text, and the blanks and carets that go below it. */
function drawLine(source: Source, line: Span, span: Span): { text: string; indent: string; marker: string } {
  // A file of one line may be long: what is far from the place is cut anyway.
  const near = Math.max(span.start, line.start);
  const end = Math.min(line.end, near + NEARBY);
  const cells = cellsOf(source, Math.max(line.start, near - NEARBY), end);
  // The blanks that indent further lines are no part of what is blamed, nor are those at the end of any line.
  const solid = cells.filter((cell) => cell.text.trim() !== '' && overlaps(cell, span));
  const markedStart = solid[0]?.start ?? near;
  const markedEnd = solid.at(-1)?.end ?? markedStart;
  const shown = cut(cells, markedStart);
  const before = shown.filter((cell) => cell.end <= markedStart);
  const marked = shown.filter((cell) => cell.end > markedStart && cell.start < markedEnd);
  return {
    text: shown.map((cell) => cell.text).join(''),
    indent: ' '.repeat(totalWidth(before)),
    marker: '^'.repeat(Math.max(1, totalWidth(marked))),
  };
}

function overlaps(cell: Span, span: Span): boolean {
  return cell.start < span.end && cell.end > span.start;
}

function totalWidth(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

/** The line's characters, each credential one cell that says `***`. */
function cellsOf(source: Source, start: number, end: number): readonly Cell[] {
  const secrets = spansWithin(secretSpansOf(source), start, end);
  const cells: Cell[] = [];
  let offset = start;
  while (offset < end) {
    const secret = secrets.find((span) => span.start <= offset && offset < span.end);
    const cell = cellAt(source.text, offset, secret && Math.min(secret.end, end));
    cells.push(cell);
    offset = cell.end;
  }
  return cells;
}

/** @param secretEnd the end of the credential that holds the offset */
function cellAt(text: string, offset: number, secretEnd: number | undefined): Cell {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  if (secretEnd !== undefined && character.trim() !== '') {
    return { start: offset, end: secretEnd, text: MASK, width: MASK.length };
  }
  const shown = printable(character);
  const width = shown.length > 1 && shown.trim() === '' ? shown.length : displayWidth(shown);
  return { start: offset, end: offset + character.length, text: shown, width };
}

/** The part of a long line around an offset, with `…` where something was left out. */
function cut(cells: readonly Cell[], offset: number): readonly Cell[] {
  if (totalWidth(cells) <= MAXIMUM_WIDTH) {
    return cells;
  }
  const marked = cells.findIndex((cell) => cell.end > offset);
  let first = marked < 0 ? cells.length : marked;
  const room = MAXIMUM_WIDTH / 2;
  for (let width = 0; first > 0 && width < room; first -= 1) {
    width += cells[first - 1]?.width ?? 0;
  }
  let last = first;
  for (let width = 0; last < cells.length && width < MAXIMUM_WIDTH; last += 1) {
    width += cells[last]?.width ?? 0;
  }
  const shown = cells.slice(first, last);
  const ellipsis = (at: number): Cell => ({ start: at, end: at, text: '…', width: 1 });
  return [
    ...(first > 0 ? [ellipsis(shown[0]?.start ?? 0)] : []),
    ...shown,
    ...(last < cells.length ? [ellipsis(Number.POSITIVE_INFINITY)] : []),
  ];
}
