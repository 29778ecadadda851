import { posix } from 'node:path';

/**
 * The pattern language of ignore files, as github.com/moby/patternmatcher has it, which every Docker and BuildKit
 * client uses. Own code because what npm offers follows an older release: no `+` or `(` in names, other
 * rules for a leading `**`, letter case ignored.
 */
export interface IgnorePattern {
  /** The pattern starts with `!`: what it matches is let in again. */
  readonly negated: boolean;
  readonly matches: (path: string) => boolean;
}

/** Undefined for a malformed pattern. Cleans the pattern once more, its `!` included, as the original does. */
export function compilePattern(pattern: string): IgnorePattern | undefined {
  const cleaned = posix.join(pattern.trim(), '.');
  const negated = cleaned.startsWith('!');
  const glob = negated ? cleaned.slice(1) : cleaned;
  const matches = glob === '' || !isGlobValid(glob) ? undefined : globMatcher(glob);
  return matches && { negated, matches };
}

/** The checks of Go's `filepath.Match`: classes are closed and hold something, and no `\` comes last. */
function isGlobValid(glob: string): boolean {
  return /^(?:\\.|[^\\[]|\[(?:\^|(?!\^))(?:(?:\\.|[^\\\]-])(?:-(?:\\.|[^\\\]-]))?)+\])*$/u.test(glob);
}

/**
 * A `**` with nothing special after it compares the ends of paths, one with nothing special before it their
 * beginnings; without anything special the whole path is compared.
 */
function globMatcher(glob: string): ((path: string) => boolean) | undefined {
  const special = /[*?[\]\\]/;
  if (!special.test(glob)) {
    return (path) => path === glob;
  }
  if (glob.startsWith('**') && !special.test(glob.slice(2))) {
    const suffix = glob.slice(2);
    return (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1));
  }
  if (glob.endsWith('**') && !special.test(glob.slice(0, -2))) {
    const start = glob.slice(0, -2);
    return (path) => path.startsWith(start);
  }
  const expression = globExpression(glob);
  return expression && ((path) => expression.test(path));
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
      return new RegExp(`^${source}$`, flags);
    } catch {}
  }
  return undefined;
}

function characterExpression(character: string): string {
  if (character === '*') {
    return '[^/]*';
  }
  if (character === '?') {
    return '[^/]';
  }
  // The original means to escape `{`, `|` and `}` as well, but its table has no room for them.
  return /^[.+()$/]$/.test(character) ? `\\${character}` : character;
}
