/**
 * A nondeterministic automaton for one path at a time: its states are the places between the transitions. It looks at each
 * character once for each transition, where a backtracking expression tries every way to share a path out among `*`s.
 */
type Transition =
  | { readonly kind: 'one' | 'any-number'; readonly accepts: (character: string) => boolean }
  /** The next `length` transitions may be left out. */
  | { readonly kind: 'optional'; readonly length: number };

export interface GlobAutomaton {
  readonly matches: (path: string) => boolean;
  /** The longest text that every path which matches holds; empty when the glob holds none. */
  readonly literal: string;
}

const TOKEN = /\*\*\/?|\\.|\[(?:\\.|[^\\\]])+\]|./gsu;

/** Globs of which the original's translation makes an expression with operators of its own. */
const OWN_OPERATORS = /\||\{\d+(?:,\d*)?\}|\\[\p{L}\p{N}_]/u;

/**
 * The automaton of a valid glob. Undefined for one that is more than a glob once github.com/moby/patternmatcher has
 * made an expression of it: it escapes neither `|`, `^` and `{2}` nor `*` and `?` in brackets.
 */
export function globAutomaton(glob: string): GlobAutomaton | undefined {
  const transitions: Transition[] = [];
  const known = new Map<string, readonly Transition[] | undefined>();
  for (const { 0: token, index } of hasOwnOperators(glob) ? [] : glob.matchAll(TOKEN)) {
    const isLast = index + token.length === glob.length;
    const added = known.has(token) && !isLast ? known.get(token) : transitionsOf(token, isLast);
    if (added === undefined) {
      return undefined;
    }
    known.set(token, added);
    transitions.push(...added);
  }
  return transitions.length === 0
    ? undefined
    : { matches: (path) => run(transitions, path), literal: longestLiteral(glob) };
}

/** The names of Unicode's categories take longer to compile than all globs of most files. */
function hasOwnOperators(glob: string): boolean {
  return /[|{\\]/.test(glob) && OWN_OPERATORS.test(glob);
}

/** The tokens, with those that stand for themselves joined, in a group of its own. */
const LITERAL = /\*\*\/?|[*?]|\[(?:\\.|[^\\\]])+\]|((?:\\.|[^*?[\\])+)/gsu;

function longestLiteral(glob: string): string {
  let longest = '';
  for (const [, stretch = ''] of glob.matchAll(LITERAL)) {
    const literal = stretch.replaceAll(/\\(.)/gsu, '$1');
    longest = literal.length > longest.length ? literal : longest;
  }
  return longest;
}

const isAny = (character: string): boolean => character !== '\n';
const isInName = (character: string): boolean => character !== '/';

function transitionsOf(token: string, isLast: boolean): readonly Transition[] | undefined {
  if (token.startsWith('**')) {
    return isLast
      ? [{ kind: 'any-number', accepts: isAny }]
      : [{ kind: 'optional', length: 2 }, { kind: 'any-number', accepts: isAny }, one('/')];
  }
  if (token === '*') {
    return [{ kind: 'any-number', accepts: isInName }];
  }
  if (token === '?') {
    return [{ kind: 'one', accepts: isInName }];
  }
  if (token === '^') {
    return undefined;
  }
  return token.startsWith('[') ? classTransitions(token) : [one(token.replace(/^\\/, ''))];
}

function one(expected: string): Transition {
  return { kind: 'one', accepts: (character) => character === expected };
}

function classTransitions(token: string): readonly Transition[] | undefined {
  if (/[*?]/.test(token)) {
    return undefined;
  }
  for (const flags of ['u', '']) {
    try {
      const expression = new RegExp(`^${token}$`, flags);
      return [{ kind: 'one', accepts: (character) => expression.test(character) }];
    } catch {}
  }
  return undefined;
}

function run(transitions: readonly Transition[], path: string): boolean {
  let reached = new Uint8Array(transitions.length + 1);
  let next = new Uint8Array(transitions.length + 1);
  reached[0] = 1;
  passOver(transitions, reached);
  for (const character of path) {
    next.fill(0);
    for (const [index, transition] of transitions.entries()) {
      if (reached[index] === 1 && transition.kind !== 'optional' && transition.accepts(character)) {
        next[transition.kind === 'one' ? index + 1 : index] = 1;
      }
    }
    passOver(transitions, next);
    [reached, next] = [next, reached];
  }
  return reached[transitions.length] === 1;
}

/** Marks what is reached without a further character; that leads forward only. */
function passOver(transitions: readonly Transition[], reached: Uint8Array): void {
  for (const [index, transition] of transitions.entries()) {
    if (reached[index] === 1 && transition.kind !== 'one') {
      reached[index + 1] = 1;
      reached[index + (transition.kind === 'optional' ? transition.length : 0) + 1] = 1;
    }
  }
}
