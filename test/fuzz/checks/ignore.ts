import { loadIgnoreRules } from '../../../src/context/ignore/ignore.js';
import { ignoreMatcher } from '../../../src/context/ignore/ignore-matcher.js';
import { contextOf } from '../../context/memory.js';
import type { IgnoreInput } from '../input.js';
import type { Oracle } from '../oracle.js';

/** An ignore file is refused where Docker refuses it, and leaves out what Docker leaves out. */
export async function checkIgnoreFile(
  { text, paths }: IgnoreInput,
  oracle?: Oracle,
): Promise<string | undefined> {
  const { rules, diagnostics } = await loadIgnoreRules(contextOf({ '.dockerignore': text }));
  const isIgnored = ignoreMatcher(rules.patterns);
  const ignored = paths.filter(isIgnored);
  if (oracle === undefined) {
    return undefined;
  }
  const answer = await oracle.ignored({ ignoreFile: text, paths });
  if (answer.error !== undefined) {
    return diagnostics.length === 0 ? `Docker refuses it: ${answer.error}` : undefined;
  }
  // Docker finds some malformed patterns only when a path comes far enough.
  if (diagnostics.length > 0) {
    return undefined;
  }
  const isSame = ignored.join('\n') === answer.ignored.join('\n');
  return isSame
    ? undefined
    : `leaves out ${JSON.stringify(ignored)}, Docker ${JSON.stringify(answer.ignored)}`;
}
