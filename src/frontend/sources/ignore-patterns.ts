import { loadIgnoreRules } from '../../context/ignore/ignore.js';

/** The patterns of an ignore file; none where there is no file. */
export async function ignorePatterns(bytes: Uint8Array | undefined): Promise<readonly string[]> {
  if (bytes === undefined) {
    return [];
  }
  const nothing = { read: async () => undefined, stat: async () => undefined };
  const { rules } = await loadIgnoreRules(nothing, { filename: '.dockerignore', bytes });
  return rules.patterns;
}
