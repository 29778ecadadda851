/** Escapes of Go's `strconv.Quote` that have a letter. */
const LETTERS: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/**
 * A text in double quotes as Go's `%q` prints it (strconv/quote.go). Letters, marks, numbers, punctuation, symbols and the
 * ASCII blank stay as they are: Go's `unicode.IsPrint`, less `"` and `\`.
 */
export function goQuote(text: string): string {
  // Here and no constant: Unicode's tables are made into the expression where it stands, and most starts need none.
  const escaped = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;
  return `"${text.replace(escaped, (character) => LETTERS[character] ?? numericEscape(character))}"`;
}

function numericEscape(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const [letter, width] = point < 0x80 ? ['x', 2] : point < 0x10000 ? ['u', 4] : ['U', 8];
  return `\\${letter}${point.toString(16).padStart(Number(width), '0')}`;
}
