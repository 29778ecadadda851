import type { Position, Source, Span } from './source.js';

/**
 * Where people find an offset. Lines end with `\n`, as BuildKit and YAML's own `\r\n` have it.
 * Offsets beyond the text count as its end.
 */
export function positionAt(source: Source, offset: number): Position {
  const start = lineStart(source.text, offset);
  let line = 1;
  for (let at = source.text.indexOf('\n'); at >= 0 && at < start; at = source.text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return { line, column: Math.min(Math.max(offset, 0), source.text.length) - start + 1 };
}

/** First and last line, counted from 1, that a span touches. Line breaks and blanks at its end do not count. */
export function linesOf(source: Source, span: Span): { readonly first: number; readonly last: number } {
  const content = source.text.slice(span.start, span.end).trimEnd();
  return {
    first: positionAt(source, span.start).line,
    last: positionAt(source, span.start + content.length).line,
  };
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
