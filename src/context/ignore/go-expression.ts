import { RE2JS, RE2JSException } from 're2js';

/** Why a pattern matches nothing: Docker refuses it, or there is no room for it beside those before. */
export type Refusal = 'malformed' | 'too-large';

type PathMatcher = (path: string) => boolean;

/** What the expressions of one file may be together; Docker has no such limit, and nobody has asked for as much. */
const ROOM = 100_000;

/**
 * A compiler of globs that are expressions of Go once github.com/moby/patternmatcher has translated them. RE2 reads Go's
 * syntax and needs no more time than path and expression are long, repetitions written out. Their number in one file
 * has a limit, since each takes as much memory.
 */
export function expressionCompiler(): (glob: string) => PathMatcher | Refusal {
  let room = ROOM;
  return (glob) => {
    room -= lengthOf(glob);
    return room < 0 ? 'too-large' : compileExpression(glob);
  };
}

/** What the smallest expression takes, as much as so many characters. */
const BASE = 20;

/** Instructions that an expression makes, about: repetitions are of single characters. */
function lengthOf(glob: string): number {
  let length = BASE + glob.length;
  for (const [, least = '', most = least] of glob.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) {
    length += Math.max(Number(least), Number(most));
  }
  return length;
}

function compileExpression(glob: string): PathMatcher | Refusal {
  try {
    const expression = RE2JS.compile(`^${translated(glob)}$`);
    return (path) => expression.test(path);
  } catch (error) {
    if (error instanceof RE2JSException) {
      return 'malformed';
    }
    throw error;
  }
}

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
