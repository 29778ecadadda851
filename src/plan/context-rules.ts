import { CONTROL_CHARACTER } from '../basics/code-point.js';
import { unique } from '../basics/unique.js';
import type { Mopyfile } from '../validate/mopyfile.js';
import type { ContextRules } from './plan.js';
import { requiredPaths } from './requirement-list.js';

/** The rules of the context that a build may see. The Mopyfile never enters the image, whatever the ignore file says. */
export function contextRules(mopyfile: Mopyfile): ContextRules {
  const { patterns } = mopyfile.ignore;
  const own = mopyfile.contextPath === undefined ? undefined : patternFor(mopyfile.contextPath);
  const added = own === undefined || isLeftOut(own, patterns) ? [] : [own];
  const excludes = [...withoutRepetitions(patterns), ...added];
  return isReproducible(mopyfile, added.length > 0)
    ? { excludes }
    : { excludes, missingIgnoreFile: excludes };
}

/** A negation further down would let the file in again. */
function isLeftOut(own: string, patterns: readonly string[]): boolean {
  return patterns.includes(own) && !patterns.slice(patterns.lastIndexOf(own)).some(isNegated);
}

/** With negations a pattern that is repeated takes back what they say. */
function withoutRepetitions(patterns: readonly string[]): readonly string[] {
  return patterns.some(isNegated) ? patterns : unique(patterns);
}

function isNegated(pattern: string): boolean {
  return pattern.startsWith('!');
}

/**
 * A path as a pattern that matches it alone. Most are compared as they stand. The others become regular expressions
 * (github.com/moby/patternmatcher), which leaves `^`, `{`, `|` and `}` their meaning there; so whatever is neither
 * letter nor digit is escaped. Blanks at the ends, which would be cut off, stand in brackets; `?` is for control
 * characters, which no line of an ignore file can hold.
 */
function patternFor(path: string): string {
  if (!CONTROL_CHARACTER.test(path) && !/[*?[\]\\]|^[!#\s]|\s$/.test(path)) {
    return path;
  }
  return path.replace(/^\s+|\s+$|\p{Cc}|[!-.:-@[-`{-~]/gu, (text) =>
    /[\s\p{Cc}]/u.test(text) ? text.replace(/\p{Cc}/gu, '?').replace(/\s/g, '[$&]') : `\\${text}`,
  );
}

/**
 * True when a Dockerfile alone makes the same image: next to it the context's own ignore file applies, or none. Rules of
 * the Mopyfile's own take the place of a file that may leave out anything; the others matter to whole folders only.
 */
function isReproducible(mopyfile: Mopyfile, isMopyfileAdded: boolean): boolean {
  const { ignore, contextPath } = mopyfile;
  const copied = [...requiredPaths(mopyfile), ...(mopyfile.project?.parts.map(({ path }) => path) ?? [])];
  const folders = copied.filter(({ kind }) => kind === 'directory').map(({ path }) => path);
  switch (ignore.origin) {
    case 'mopyfile':
      return copied.length === 0;
    case 'built-in':
      return folders.length === 0;
    case 'context':
      return !(isMopyfileAdded && isBelow(contextPath, folders));
  }
}

function isBelow(path: string | undefined, folders: readonly string[]): boolean {
  return path !== undefined && folders.some((folder) => folder === '.' || path.startsWith(`${folder}/`));
}
