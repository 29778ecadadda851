/** Nobody misspells a longer word, and the comparison takes the square of it. */
const MAX_LENGTH = 200;

/**
 * Letters that a finder compares, each with each, before it begins no further search: enough for every slip of a
 * file that people write, and a fifth of a second. A file of thousands of slips gets no more suggestions.
 */
const MAX_COMPARISONS = 2_000_000;

/** Finds the candidate that a misspelt word most likely stands for; undefined when none is near. */
export type WordFinder = (word: string, candidates: Iterable<string>) => string | undefined;

/** A finder for all misspelt words of a file, whose number nobody knows. */
export function wordFinder(): WordFinder {
  let left = MAX_COMPARISONS;
  return (word, candidates) => {
    if (word.length > MAX_LENGTH || left <= 0) {
      return undefined;
    }
    const folded = fold(word);
    const limit = Math.max(1, Math.floor(folded.length / 3));
    let best: { readonly candidate: string; readonly distance: number } | undefined;
    for (const candidate of candidates) {
      left -= candidate.length + 1;
      const other = fold(candidate);
      if (Math.abs(other.length - folded.length) <= limit) {
        left -= folded.length * other.length;
        const distance = editDistance(folded, other);
        best = distance <= limit && distance < (best?.distance ?? limit + 1) ? { candidate, distance } : best;
      }
    }
    return best?.candidate;
  };
}

/** The candidate that one misspelt word most likely stands for; undefined when none is near. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  return wordFinder()(word, candidates);
}

/** Letter case and separators are the likeliest slips. */
function fold(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, '');
}

/**
 * Letters to insert, remove, replace or swap with their neighbour (optimal string alignment). The common packages only
 * know Levenshtein's distance, to which two swapped letters, the commonest slip in a short key, are two mistakes.
 */
function editDistance(from: string, to: string): number {
  let [before, above, current] = [0, 1, 2].map(() => new Uint16Array(to.length + 1)) as [Row, Row, Row];
  current.forEach((_, column) => {
    current[column] = column;
  });
  for (let row = 1; row <= from.length; row += 1) {
    [before, above, current] = [above, current, before];
    fillRow({ before, above, current }, from, to, row);
  }
  return current[to.length] ?? 0;
}

/** Distances between a beginning of one word and each beginning of the other. */
type Row = Uint16Array;

interface Rows {
  readonly before: Row;
  readonly above: Row;
  readonly current: Row;
}

function fillRow({ before, above, current }: Rows, from: string, to: string, row: number): void {
  current[0] = row;
  for (let column = 1; column <= to.length; column += 1) {
    const same = from[row - 1] === to[column - 1];
    const replaced = (above[column - 1] ?? 0) + (same ? 0 : 1);
    const added = Math.min(above[column] ?? 0, current[column - 1] ?? 0) + 1;
    const isSwapped = row > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
    const swapped = isSwapped ? (before[column - 2] ?? 0) + 1 : added;
    current[column] = Math.min(replaced, added, swapped);
  }
}
