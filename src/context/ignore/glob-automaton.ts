import { folders, one, runnerOf, type Transition } from './automaton.js';
import { characterRanges } from './character-ranges.js';

/** A pattern without operators of expressions, ready to be asked about normalised paths. */
export interface GlobAutomaton {
  readonly matches: (path: string) => boolean;
  /** The longest text that every path which matches holds; empty when the glob holds none. */
  readonly literal: string;
}

const TOKEN = /\*\*\/?|\\.|\[(?:\\.|[^\\\]])+\]|\{\d+(?:,\d*)?\}|./gsu;

/** Characters that only an expression of Go can read: its operators, and a backslash before what is more than punctuation. */
const OPERATOR = /^[|^]$|^\{.|\\(?:[a-zA-Z\d]|[^\0-\x7f])/u;

/**
 * The automaton of a valid glob. Undefined for one that is more than a glob once github.com/moby/patternmatcher has
 * made an expression of it: it escapes neither `|`, `^` and `{2}` nor `*`, `?` and `[` in brackets.
 */
export function globAutomaton(glob: string): GlobAutomaton | undefined {
  const transitions: Transition[] = [];
  const known = new Map<string, readonly Transition[] | undefined>();
  let previous = '';
  for (const { 0: token, index } of glob.matchAll(TOKEN)) {
    const isLast = index + token.length === glob.length;
    const added = known.has(token) && !isLast ? known.get(token) : transitionsOf(token, isLast);
    if (added === undefined) {
      return undefined;
    }
    known.set(token, added);
    // Folders that may be left out are no more for being written again.
    if (isLast || !token.startsWith('**') || !previous.startsWith('**')) {
      transitions.push(...added);
    }
    previous = token;
  }
  return { matches: runnerOf(transitions), literal: longestLiteral(glob) };
}

/** The tokens, with those that stand for themselves joined, in a group of its own. */
const LITERAL = /\*\*\/?|[*?]|\[(?:\\.|[^\\\]])+\]|((?:\\.|[^*?[\\])+)/gs;

function longestLiteral(glob: string): string {
  let longest = '';
  for (const [, stretch = ''] of glob.matchAll(LITERAL)) {
    const literal = stretch.replaceAll(/\\(.)/gs, '$1');
    longest = literal.length > longest.length ? literal : longest;
  }
  return longest;
}

const isAny = (character: string): boolean => character !== '\n';
const isInName = (character: string): boolean => character !== '/';

function transitionsOf(token: string, isLast: boolean): readonly Transition[] | undefined {
  if (token.startsWith('**')) {
    return isLast ? [{ kind: 'any-number', accepts: isAny }] : folders;
  }
  if (token === '*') {
    return [{ kind: 'any-number', accepts: isInName }];
  }
  if (token === '?') {
    return [{ kind: 'one', accepts: isInName }];
  }
  if (OPERATOR.test(token)) {
    return undefined;
  }
  return token.startsWith('[') ? classTransitions(token) : [one(token.replace(/^\\/, ''))];
}

/** Members of a class behind its `[` or `[^`, singly or from the first to the last. */
const MEMBERS = /(\\?.)(?:-(\\?.))?/gsu;

function classTransitions(token: string): readonly Transition[] | undefined {
  if (/[*?[]/.test(token.slice(1))) {
    return undefined;
  }
  const isNegated = token.startsWith('[^');
  const ranges = characterRanges();
  for (const [, first = '', last = first] of token.slice(isNegated ? 2 : 1, -1).matchAll(MEMBERS)) {
    if (codePoint(first) > codePoint(last)) {
      return undefined;
    }
    ranges.add(codePoint(first), codePoint(last));
  }
  return [{ kind: 'one', accepts: (character) => ranges.has(codePoint(character)) !== isNegated }];
}

/** @param member a character, with a `\` before it or without */
function codePoint(member: string): number {
  return member.codePointAt(member.startsWith('\\') && member.length > 1 ? 1 : 0) ?? 0;
}
