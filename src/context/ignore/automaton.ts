/**
 * A nondeterministic automaton for one path at a time: its states are the places between the transitions. It looks at each
 * character once for each transition, where a backtracking expression tries every way to share a path out among `*`s.
 */
export type Transition =
  | { readonly kind: 'one' | 'any-number'; readonly accepts: CharacterSet }
  /** The next `length` transitions may be left out. */
  | { readonly kind: 'optional'; readonly length: number }
  | { readonly kind: 'assertion'; readonly holds: Assertion };

/** Whether one character, a whole code point, belongs to the set. */
export type CharacterSet = (character: string) => boolean;

/** A condition on a place in a path: the characters on both sides, undefined at its ends. */
export type Assertion = (before: string | undefined, after: string | undefined) => boolean;

/** The transition for one certain character. */
export function one(expected: string): Transition {
  return { kind: 'one', accepts: (character) => character === expected };
}

/** Any folders, or none. */
export const folders: readonly Transition[] = [
  { kind: 'optional', length: 2 },
  { kind: 'any-number', accepts: (character) => character !== '\n' },
  one('/'),
];

/** A predicate that is true for the paths that the transitions lead through, from their first character to their last. */
export function runnerOf(transitions: readonly Transition[]): (path: string) => boolean {
  const shortest = shortestLength(transitions);
  return (path) => path.length >= shortest && run(transitions, [...path]);
}

/** Characters that every path which matches has at least: a long pattern is not tried on the short paths that there are. */
function shortestLength(transitions: readonly Transition[]): number {
  let length = 0;
  let index = 0;
  for (let at = transitions[index]; at !== undefined; at = transitions[index]) {
    length += at.kind === 'one' ? 1 : 0;
    index += at.kind === 'optional' ? at.length + 1 : 1;
  }
  return length;
}

function run(transitions: readonly Transition[], characters: readonly string[]): boolean {
  let reached = new Uint8Array(transitions.length + 1);
  let next = new Uint8Array(transitions.length + 1);
  reached[0] = 1;
  passOver(transitions, reached, undefined, characters[0]);
  for (const [place, character] of characters.entries()) {
    next.fill(0);
    for (const [index, transition] of transitions.entries()) {
      const isWay = transition.kind === 'one' || transition.kind === 'any-number';
      if (reached[index] === 1 && isWay && transition.accepts(character)) {
        next[transition.kind === 'one' ? index + 1 : index] = 1;
      }
    }
    passOver(transitions, next, character, characters[place + 1]);
    [reached, next] = [next, reached];
  }
  return reached[transitions.length] === 1;
}

/** Marks what is reached without a further character; that leads forward only. */
function passOver(
  transitions: readonly Transition[],
  reached: Uint8Array,
  before: string | undefined,
  after: string | undefined,
): void {
  for (const [index, transition] of transitions.entries()) {
    if (reached[index] !== 1 || transition.kind === 'one') {
      continue;
    }
    if (transition.kind !== 'assertion' || transition.holds(before, after)) {
      reached[index + 1] = 1;
    }
    if (transition.kind === 'optional') {
      reached[index + transition.length + 1] = 1;
    }
  }
}
