import type { IgnorePattern } from './ignore-pattern.js';

/** Longer texts are looked up by their ends: more would not tell patterns apart better. */
const MAXIMUM_LENGTH = 16;

/** Finds the patterns that match a path. */
export interface PatternIndex {
  /** Indexes of the patterns, from the first to the last. */
  matching(path: string): readonly number[];
}

/** An index of many patterns: of those with a text of their own, only what a path holds is looked at. */
export function patternIndex(patterns: readonly IgnorePattern[]): PatternIndex {
  const exact = new Map<string, number[]>();
  const byText = new Map<string, number[]>();
  for (const [index, { literal, exact: isExact }] of patterns.entries()) {
    if (isExact) {
      addTo(exact, literal, index);
    } else {
      addTo(byText, literal.slice(-MAXIMUM_LENGTH), index);
    }
  }
  const lengths = new Set([...byText.keys()].map(({ length }) => length));
  return {
    matching: (path) => {
      const candidates = textsIn(path, lengths).flatMap((text) => byText.get(text) ?? []);
      const found = candidates.filter((index) => patterns[index]?.matches(path));
      return [...(exact.get(path) ?? []), ...found].sort((a, b) => a - b);
    },
  };
}

function addTo(indexes: Map<string, number[]>, text: string, index: number): void {
  const known = indexes.get(text);
  if (known === undefined) {
    indexes.set(text, [index]);
  } else {
    known.push(index);
  }
}

/** Every part of a path that has one of the lengths, once. */
function textsIn(path: string, lengths: ReadonlySet<number>): readonly string[] {
  const texts = new Set<string>();
  for (const length of lengths) {
    for (let start = 0; start + length <= path.length; start += 1) {
      texts.add(path.slice(start, start + length));
    }
  }
  return [...texts];
}
