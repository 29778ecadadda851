import { eastAsianWidth } from 'get-east-asian-width';

/**
 * True for characters that take no cell of their own: combining marks, joiners and variation selectors. The expression is
 * no constant: Unicode's tables are made into it where it stands, and most starts need none.
 */
function isZeroWidth(character: string): boolean {
  return /^(?:\p{Mn}|\p{Me}|[\u200b-\u200d\u2060\ufeff])$/u.test(character);
}

/** True for characters that a terminal would obey or reorder text by instead of showing them. */
function isUnprintable(character: string): boolean {
  return /^[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]$/u.test(character);
}

/** The number of terminal cells that a character takes: two where Unicode's East Asian Width is W or F, as of most emoji. */
export function displayWidth(character: string): 0 | 1 | 2 {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0x300) {
    return 1;
  }
  if (isZeroWidth(character)) {
    return 0;
  }
  return eastAsianWidth(codePoint);
}

/** The character as a terminal may be given it: a tab is two blanks, what is not printable is `�`. */
export function printable(character: string): string {
  // Most are ASCII, which needs no table.
  if (character >= ' ' && character <= '~') {
    return character;
  }
  if (character === '\t') {
    return '  ';
  }
  return isUnprintable(character) ? '\ufffd' : character;
}
