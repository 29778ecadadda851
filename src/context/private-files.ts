import { posix } from 'node:path';
import { lookUp, type VisibleContext } from './context.js';
import type { IgnoreRules } from './ignore/ignore.js';
import { patternCompiler } from './ignore/ignore-pattern.js';

/** Files that the built-in list leaves out since they hold secrets: passwords, and all that a repository ever held. */
const PRIVATE: ReadonlyMap<string, string> = new Map([
  ['.env', '.env'],
  ['.git/HEAD', '.git'],
]);

/** Paths that tell, below a folder; of a folder a file, since it would be sent whole to a frontend that asks for it. */
export const PRIVATE_FILES: readonly string[] = [...PRIVATE.keys()];

/**
 * The private files and folders at the top of a folder that the ignore rules let in. A pattern such as `!.git`, which
 * lets one in by its name, says that it is meant.
 */
export async function privateFiles(
  visible: VisibleContext,
  { patterns }: IgnoreRules,
  folder: string,
): Promise<readonly string[]> {
  const named = patterns.filter((pattern) => pattern.startsWith('!'));
  const names = await Promise.all(
    [...PRIVATE].map(async ([file, name]) => {
      const entry = await lookUp(visible, posix.join(folder, file));
      const path = posix.join(folder, name);
      return typeof entry === 'object' && !named.some((pattern) => lets(pattern, path)) ? [path] : [];
    }),
  );
  return names.flat();
}

/** True for a negated pattern that has the path's own name at its end: `!**` means whatever is there. */
function lets(pattern: string, path: string): boolean {
  if (posix.basename(pattern.replace(/^!/, '')) !== posix.basename(path)) {
    return false;
  }
  const compiled = patternCompiler()(pattern);
  return typeof compiled === 'object' && compiled.matches(path);
}
