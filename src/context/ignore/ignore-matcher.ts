import { foldersAbove } from '../../basics/folders-above.js';
import { type IgnorePattern, patternCompiler } from './ignore-pattern.js';
import { type PatternIndex, patternIndex } from './pattern-index.js';

/**
 * A predicate: is a normalised path of the context left out? It is decided the way BuildKit's client walks a folder
 * (github.com/tonistiigi/fsutil): from the top down, the last pattern that says something wins, and what matched
 * a folder holds for everything in it. Patterns that `parseIgnoreFile` refuses are passed over.
 */
export function ignoreMatcher(patterns: readonly string[]): (path: string) => boolean {
  const compile = patternCompiler();
  const compiled = patterns.map(compile).filter((pattern) => typeof pattern === 'object');
  const index = patternIndex(compiled);
  return (path) => path !== '.' && compiled.length > 0 && isIgnored(compiled, index, path);
}

function isIgnored(patterns: readonly IgnorePattern[], index: PatternIndex, path: string): boolean {
  let inherited: ReadonlySet<number> = new Set();
  let ignored = false;
  for (const current of [...foldersAbove(path), path]) {
    ignored = false;
    const matched = new Set<number>();
    const candidates = new Set([...inherited, ...index.matching(current)]);
    for (const candidate of [...candidates].sort((a, b) => a - b)) {
      const negated = patterns[candidate]?.negated === true;
      // A pattern is asked only where it would change something; what it matched above is not asked again.
      if (inherited.has(candidate) || negated === ignored) {
        matched.add(candidate);
        ignored = !negated;
      }
    }
    inherited = matched;
  }
  return ignored;
}
