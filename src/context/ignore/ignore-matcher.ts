import { compilePattern, type IgnorePattern } from './ignore-pattern.js';

/**
 * A predicate: is a normalised path of the context left out? It is decided the way BuildKit's client walks a folder
 * (github.com/tonistiigi/fsutil): from the top down, the last pattern that says something wins, and what matched
 * a folder holds for everything in it. Patterns that Docker refuses are passed over.
 */
export function ignoreMatcher(patterns: readonly string[]): (path: string) => boolean {
  const compiled = patterns.flatMap((pattern) => compilePattern(pattern) ?? []);
  return (path) => path !== '.' && compiled.length > 0 && isIgnored(compiled, path);
}

function isIgnored(patterns: readonly IgnorePattern[], path: string): boolean {
  const segments = path.split('/');
  let inherited: readonly boolean[] = [];
  let ignored = false;
  for (let depth = 1; depth <= segments.length; depth++) {
    const current = segments.slice(0, depth).join('/');
    ignored = false;
    const matched: boolean[] = [];
    for (const [index, pattern] of patterns.entries()) {
      // A pattern is asked only where it would change something; what it matched above is not asked again.
      const matches: boolean =
        inherited[index] === true || (pattern.negated === ignored && pattern.matches(current));
      matched.push(matches);
      ignored = matches ? !pattern.negated : ignored;
    }
    inherited = matched;
  }
  return ignored;
}
