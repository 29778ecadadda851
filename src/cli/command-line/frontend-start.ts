/**
 * Tells a start as BuildKit's frontend from a user's command: BuildKit names its session to the program that it
 * starts, and gives it no words.
 */
export function isFrontendStart(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (words.length === 0) {
    return environment['BUILDKIT_SESSION_ID'] !== undefined;
  }
  return words.length === 1 && /^--?frontend$/.test(words[0] ?? '');
}
