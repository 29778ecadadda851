import type { Span } from './source.js';

/** Sorts spans and joins those that overlap or touch. */
export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && span.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else {
      merged.push(span);
    }
  }
  return merged;
}

/** Those of many sorted spans, apart from each other, that have a part in a range. */
export function spansWithin(spans: readonly Span[], start: number, end: number): readonly Span[] {
  let [first, last] = [0, spans.length];
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    if ((spans[middle]?.end ?? 0) <= start) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  let behind = first;
  while ((spans[behind]?.start ?? end) < end) {
    behind += 1;
  }
  return spans.slice(first, behind);
}
