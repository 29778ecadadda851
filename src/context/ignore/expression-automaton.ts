import { type Assertion, type CharacterSet, folders, runnerOf, type Transition } from './automaton.js';
import {
  ExpressionError,
  type Reader,
  takeClass,
  takeGroup,
  takeLiteral,
  takeMatch,
} from './expression-sets.js';

/** Why a pattern matches nothing: Docker refuses it, it is too long, or there is no room for it beside those before. */
export type Refusal = 'malformed' | 'too-long' | 'too-large';

type PathMatcher = (path: string) => boolean;

/** Transitions that the expressions of one file may have together; Docker has no such limit, and nobody has asked for as many. */
const ROOM = 100_000;

/** The cost of the smallest expression, in transitions. */
const BASE = 20;

/**
 * A compiler of globs that are expressions of Go once github.com/moby/patternmatcher has translated them: of classes,
 * escapes, `|`, `^` and counts, that is; groups and `+` are none. Own code because JavaScript's expressions backtrack.
 */
export function expressionCompiler(): (glob: string) => PathMatcher | Refusal {
  let room = ROOM;
  return (glob) => {
    if (room <= 0) {
      return 'too-large';
    }
    try {
      const alternatives = readExpression(`^${translated(glob)}$`, room);
      room -= BASE + alternatives.reduce((sum, transitions) => sum + transitions.length + 1, 0);
      const runners = alternatives.map((transitions) => runnerOf([...ANYTHING, ...transitions, ...ANYTHING]));
      return room < 0 ? 'too-large' : (path) => runners.some((matches) => matches(path));
    } catch (error) {
      if (error instanceof NoRoomError) {
        room = 0;
        return 'too-large';
      }
      if (error instanceof ExpressionError) {
        return 'malformed';
      }
      throw error;
    }
  };
}

class NoRoomError extends Error {
  override readonly name = 'NoRoomError';
}

/** The texts before and behind an alternative that is not bound to the ends of a path. */
const ANYTHING: readonly Transition[] = [{ kind: 'any-number', accepts: () => true }];

/** The original translates character by character and so does this: in brackets `*` and `?` become expressions too. */
function translated(glob: string): string {
  return glob.replace(/\*\*\/?$|\*\*\/?|\\?./gsu, (token, offset: number) => {
    const atEnd = offset + token.length === glob.length;
    return token.startsWith('**') ? (atEnd ? '.*' : '(.*/)?') : characterExpression(token);
  });
}

function characterExpression(character: string): string {
  if (character === '*') {
    return '[^/]*';
  }
  if (character === '?') {
    return '[^/]';
  }
  // The original means to escape `{`, `|` and `}` as well, but its table has no room for them.
  return /^[.+()$]$/.test(character) ? `\\${character}` : character;
}

/** The kinds of parts that a count may stand behind. */
type Atom =
  | { readonly kind: 'set'; readonly accepts: CharacterSet }
  | { readonly kind: 'assertion'; readonly holds: Assertion };

/** The part of an alternative that is read last, which a count would change. */
type Last = Atom | 'counted' | undefined;

/** @throws NoRoomError when there is no room */
function readExpression(text: string, room: number): readonly (readonly Transition[])[] {
  const reader: Reader = { text, lastNameEnd: text.lastIndexOf(':]'), at: 0 };
  const alternatives: Transition[][] = [];
  let free = room;
  do {
    const transitions = readAlternative(reader, free);
    free -= transitions.length + 1;
    alternatives.push(transitions);
    if (free < 0) {
      throw new NoRoomError();
    }
  } while (takeMatch(reader, /\|/y) !== undefined);
  return alternatives;
}

const COUNT = /\*|\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}/y;

function readAlternative(reader: Reader, room: number): Transition[] {
  const transitions: Transition[] = [];
  let last: Last;
  while (reader.at < reader.text.length && reader.text.charAt(reader.at) !== '|') {
    const count = takeMatch(reader, COUNT);
    if (count !== undefined) {
      // The transition of the part itself gives way to those of all.
      const part = countable(last);
      transitions.pop();
      pushAll(transitions, repeated(part, count));
      last = 'counted';
    } else if (takeMatch(reader, FOLDERS) !== undefined) {
      pushAll(transitions, folders);
      last = 'counted';
    } else {
      for (const atom of readAtoms(reader)) {
        transitions.push(transitionOf(atom));
        last = atom;
      }
    }
    if (transitions.length > room) {
      throw new NoRoomError();
    }
  }
  return transitions;
}

const FOLDERS = /\(\.\*\/\)\?/y;

/** A spread into `push` has a limit of its own. */
function pushAll(transitions: Transition[], added: readonly Transition[]): void {
  for (const transition of added) {
    transitions.push(transition);
  }
}

function countable(last: Last): Atom {
  if (last === undefined || last === 'counted') {
    throw new ExpressionError('a count stands behind nothing, or behind a count');
  }
  return last;
}

function transitionOf(atom: Atom): Transition {
  return atom.kind === 'set' ? { kind: 'one', accepts: atom.accepts } : atom;
}

/** A count above this is an error of Go's. */
const MAXIMUM_COUNT = 1000;

/** @param count what `COUNT` matches */
function repeated(atom: Atom, [written, from = '0', comma, to]: RegExpExecArray): readonly Transition[] {
  const least = Number(from);
  const isOpen = written === '*' || (comma !== undefined && to === undefined);
  const most = comma === undefined ? least : Number(to ?? from);
  if (most > MAXIMUM_COUNT || most < least) {
    throw new ExpressionError('a count is too large, or ends before it begins');
  }
  const once = transitionOf(atom);
  if (atom.kind === 'assertion') {
    return least === 0 ? [] : [once];
  }
  const needed: readonly Transition[] = Array.from({ length: least }, () => once);
  if (isOpen) {
    return [...needed, { kind: 'any-number', accepts: atom.accepts }];
  }
  const maybe: readonly Transition[] = [{ kind: 'optional', length: 1 }, once];
  return [...needed, ...Array.from({ length: most - least }, () => maybe).flat()];
}

const isWord = (character: string | undefined): boolean => character !== undefined && /^\w$/.test(character);

const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  '^': (before) => before === undefined,
  '\\A': (before) => before === undefined,
  $: (_before, after) => after === undefined,
  '\\z': (_before, after) => after === undefined,
  '\\b': (before, after) => isWord(before) !== isWord(after),
  '\\B': (before, after) => isWord(before) === isWord(after),
};

/** One, or as many as are quoted by `\Q`. */
function readAtoms(reader: Reader): readonly Atom[] {
  const assertion = takeMatch(reader, /[$^]|\\[ABbz]/y)?.[0];
  if (assertion !== undefined) {
    return [{ kind: 'assertion', holds: ASSERTIONS[assertion] ?? (() => false) }];
  }
  const quoted = takeMatch(reader, /\\Q(.*?)(?:\\E|$)/sy)?.[1];
  if (quoted !== undefined) {
    return [...quoted].map(literal);
  }
  if (takeMatch(reader, /\./y) !== undefined) {
    return [{ kind: 'set', accepts: (character) => character !== '\n' }];
  }
  if (takeMatch(reader, /\[/y) !== undefined) {
    return [{ kind: 'set', accepts: takeClass(reader) }];
  }
  const group = takeGroup(reader);
  return [group === undefined ? literal(takeLiteral(reader)) : { kind: 'set', accepts: group }];
}

function literal(expected: string): Atom {
  return { kind: 'set', accepts: (character) => character === expected };
}
