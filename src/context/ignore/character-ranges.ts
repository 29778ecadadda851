/** Code points, as classes of characters list them: singly, or from the first to the last. */
export interface CharacterRanges {
  readonly size: number;
  /** @param last not below `first` */
  add(first: number, last: number): void;
  has(code: number): boolean;
}

/** Of the ranges that begin with the same character only the longest is kept: a file may repeat one a million times. */
export function characterRanges(): CharacterRanges {
  const lastByFirst = new Map<number, number>();
  return {
    get size() {
      return lastByFirst.size;
    },
    add: (first, last) => {
      lastByFirst.set(first, Math.max(last, lastByFirst.get(first) ?? last));
    },
    has: (code) => {
      for (const [first, last] of lastByFirst) {
        if (first <= code && code <= last) {
          return true;
        }
      }
      return false;
    },
  };
}
