import { joinedPath } from '../../basics/joined-path.js';
import { expressionCompiler, type Refusal } from './expression-automaton.js';
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

/**
 * A compiler of the patterns of one file, which compiles one that is there again no second time. It cleans them once
 * more, their `!` included, as the original does.
 */
export function patternCompiler(): (pattern: string) => IgnorePattern | Refusal {
  const known = new Map<string, IgnorePattern | Refusal>();
  const compileExpression = expressionCompiler();
  return (pattern) => {
    const compiled = known.get(pattern) ?? compilePattern(pattern, compileExpression);
    known.set(pattern, compiled);
    return compiled;
  };
}

/** No path is nearly as long, and expressions of JavaScript fail on texts of many times that length. */
const MAXIMUM_LENGTH = 1024 * 1024;

function compilePattern(
  pattern: string,
  compileExpression: ReturnType<typeof expressionCompiler>,
): IgnorePattern | Refusal {
  if (pattern.length > MAXIMUM_LENGTH) {
    return 'too-long';
  }
  const cleaned = joinedPath(trimSpace(pattern));
  const negated = cleaned.startsWith('!');
  const text = negated ? cleaned.slice(1) : cleaned;
  if (text === '' || !isGlobValid(text)) {
    return 'malformed';
  }
  const glob = compileGlob(text);
  if (glob !== undefined) {
    return { negated, ...glob };
  }
  const matches = compileExpression(scanned(text));
  return typeof matches === 'string' ? matches : { negated, exact: false, literal: '', matches };
}

/** A path as a pattern that matches nothing else. */
export function escapePattern(path: string): string {
  return path.replace(/[*?[\]\\]/g, '\\$&');
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

/** The checks of Go's `filepath.Match`: classes are closed and hold something, and no `\` comes last. */
function isGlobValid(glob: string): boolean {
  return /^(?:\\.|[^\\[]|\[(?:\^|(?!\^))(?:(?:\\.|[^\\\]-])(?:-(?:\\.|[^\\\]-]))?)+\])*$/.test(glob);
}

/**
 * A `**` with nothing special after it compares the ends of paths, one with nothing special before it their
 * beginnings; without anything special the whole path is compared. Undefined for what is more than a glob.
 */
function compileGlob(glob: string): Glob | undefined {
  const special = /[*?[\]\\]/;
  if (!special.test(glob)) {
    return { exact: true, literal: glob, matches: (path) => path === glob };
  }
  if (glob.startsWith('**') && !special.test(glob.slice(2))) {
    return endMatcher(glob.slice(2));
  }
  const text = scanned(glob);
  if (text !== glob && text.startsWith('**') && !special.test(text.slice(2))) {
    // Cut off within the mark, of which only the last byte is compared.
    return { exact: false, literal: glob, matches: (path) => path.endsWith(glob) };
  }
  if (glob.endsWith('**') && !special.test(glob.slice(0, -2))) {
    const start = glob.slice(0, -2);
    return { exact: false, literal: start, matches: (path) => path.startsWith(start) };
  }
  const automaton = globAutomaton(text);
  return automaton && { exact: false, ...automaton };
}

/** The scanner that the original makes expressions with passes over a byte order mark at the beginning. */
function scanned(glob: string): string {
  return glob.replace(/^\ufeff/, '');
}

function endMatcher(suffix: string): Glob {
  const name = suffix.startsWith('/') ? suffix.slice(1) : suffix;
  return { exact: false, literal: name, matches: (path) => path === name || path.endsWith(suffix) };
}
