/** Control characters: Unicode's category Cc, spelled out because an expression with its name takes longer to compile. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
export const CONTROL_CHARACTER = /[\0-\x1f\x7f-\x9f]/;

/** The first character of a text in Unicode's notation, such as `U+000A`. */
export function codePointName(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}
