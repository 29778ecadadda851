import { posix } from 'node:path';
import { globAutomaton } from './glob-automaton.js';

/**
 * The pattern language of ignore files, as github.com/moby/patternmatcher has it, which every Docker and BuildKit
 * client uses. Own code because what npm offers follows an older release: no `+` or `(` in names, other
 * rules for a leading `**`, letter case ignored.
 */
export interface IgnorePattern {
  /** The pattern starts with `!`: what it matches is let in again. */
  readonly negated: boolean;
  readonly matches: (path: string) => boolean;
  /** A text that every path holds which matches; of an exact pattern the whole path. May be empty. */
  readonly literal: string;
  /** The literal is all that matches. */
  readonly exact: boolean;
}

type Glob = Omit<IgnorePattern, 'negated'>;

/** Undefined for a malformed pattern. Cleans the pattern once more, its `!` included, as the original does. */
export function compilePattern(pattern: string): IgnorePattern | undefined {
  const cleaned = posix.join(trimSpace(pattern), '.');
  const negated = cleaned.startsWith('!');
  const text = negated ? cleaned.slice(1) : cleaned;
  const glob = text === '' || !isGlobValid(text) ? undefined : compileGlob(text);
  return glob && { negated, ...glob };
}

/** `compilePattern` for all patterns of a file, which compiles a pattern that is there again no second time. */
export function patternCompiler(): typeof compilePattern {
  const known = new Map<string, IgnorePattern | undefined>();
  return (pattern) => {
    if (!known.has(pattern)) {
      known.set(pattern, compilePattern(pattern));
    }
    return known.get(pattern);
  };
}

/** Go's `strings.TrimSpace`: a byte order mark is no space for it, U+0085 is one. */
export function trimSpace(text: string): string {
  const isSpace = (character: string): boolean => character !== '\ufeff' && /[\s\u0085]/.test(character);
  let [start, end] = [0, text.length];
  while (start < end && isSpace(text.charAt(start))) {
    start += 1;
  }
  while (start < end && isSpace(text.charAt(end - 1))) {
    end -= 1;
  }
  return text.slice(start, end);
}

/** @param written a `\`, the character behind it, and what may belong to that */
function isNoEscape(written: string): boolean {
  return (
    /^\\(?:[^\0-\x7f]|(?![AabBdDfnpPQrsStvwWxz0-7])[a-zA-Z\d])/.test(written) ||
    /^\\(?:x(?![\da-fA-F]{2}|\{)|[pP](?![CLMNPSZ{]))/.test(written)
  );
}

/**
 * The checks of Go's `filepath.Match`: classes are closed and hold something, and no `\` comes last. Of those of its
 * `regexp`: a `\` before a letter, a digit or a character beyond ASCII means something.
 */
function isGlobValid(glob: string): boolean {
  if (
    Array.from(glob.matchAll(/\\.(?:[\da-f]{2}|[CLMNPSZ{])?/gisu)).some(([written]) => isNoEscape(written))
  ) {
    return false;
  }
  return /^(?:\\.|[^\\[]|\[(?:\^|(?!\^))(?:(?:\\.|[^\\\]-])(?:-(?:\\.|[^\\\]-]))?)+\])*$/u.test(glob);
}

/**
 * A `**` with nothing special after it compares the ends of paths, one with nothing special before it their
 * beginnings; without anything special the whole path is compared.
 */
function compileGlob(glob: string): Glob | undefined {
  const special = /[*?[\]\\]/;
  if (!special.test(glob)) {
    return { exact: true, literal: glob, matches: (path) => path === glob };
  }
  if (glob.startsWith('**') && !special.test(glob.slice(2))) {
    return endMatcher(glob.slice(2));
  }
  if (glob.endsWith('**') && !special.test(glob.slice(0, -2))) {
    const start = glob.slice(0, -2);
    return { exact: false, literal: start, matches: (path) => path.startsWith(start) };
  }
  const automaton = globAutomaton(glob);
  if (automaton !== undefined) {
    return { exact: false, ...automaton };
  }
  const expression = globExpression(glob);
  return expression && { exact: false, literal: '', matches: (path) => expression.test(path) };
}

function endMatcher(suffix: string): Glob {
  const name = suffix.startsWith('/') ? suffix.slice(1) : suffix;
  return { exact: false, literal: name, matches: (path) => path === name || path.endsWith(suffix) };
}

/**
 * The original translates character by character and so does this, classes included: `*` and `?` keep their
 * meaning within brackets. What is no valid expression with the `u` flag (a `]` alone) may be one without it.
 */
function globExpression(glob: string): RegExp | undefined {
  const source = glob.replace(/\*\*\/?$|\*\*\/?|\\?./gsu, (token, offset: number) => {
    const atEnd = offset + token.length === glob.length;
    return token.startsWith('**') ? (atEnd ? '.*' : '(.*/)?') : characterExpression(token);
  });
  for (const flags of ['u', '']) {
    try {
      const expression = new RegExp(`^${source}$`, flags);
      // One that is too large fails when it is used.
      expression.test('');
      return expression;
    } catch {}
  }
  return undefined;
}

/** Escapes of letters that Go's expressions have and JavaScript's do not, or not the same. */
const GO_ESCAPES = new Map([
  ['\\a', '\\x07'],
  ['\\A', '(?:^)'],
  ['\\z', '(?:$)'],
  ['\\s', '[\\t\\n\\f\\r ]'],
  ['\\S', '[^\\t\\n\\f\\r ]'],
]);

function characterExpression(character: string): string {
  if (character === '*') {
    return '[^/]*';
  }
  if (character === '?') {
    return '[^/]';
  }
  const own = GO_ESCAPES.get(character);
  if (own !== undefined) {
    return own;
  }
  // The original means to escape `{`, `|` and `}` as well, but its table has no room for them.
  return /^[.+()$/]$/.test(character) ? `\\${character}` : character;
}
