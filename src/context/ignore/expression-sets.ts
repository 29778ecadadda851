import type { CharacterSet } from './automaton.js';
import { characterRanges } from './character-ranges.js';

/** Text that is read from front to back. */
export interface Reader {
  readonly text: string;
  /** Where the last `:]` stands, behind which no class has a name; -1 where there is none. */
  readonly lastNameEnd: number;
  at: number;
}

/** The reasons for which Go's package regexp/syntax refuses an expression. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** Reads what a sticky expression matches, with its groups; undefined and unmoved when nothing matches. */
export function takeMatch(reader: Reader, sticky: RegExp): RegExpExecArray | undefined {
  sticky.lastIndex = reader.at;
  const match = sticky.exec(reader.text);
  reader.at += match?.[0].length ?? 0;
  return match ?? undefined;
}

const CHARACTER = /./suy;

/** The next character, which there has to be. */
function takeCharacter(reader: Reader): string {
  const character = takeMatch(reader, CHARACTER)?.[0];
  if (character === undefined) {
    throw new ExpressionError('the expression ends too early');
  }
  return character;
}

/** Go's sets of Perl's: JavaScript's blanks are more. */
const PERL: Readonly<Record<string, CharacterSet>> = {
  d: (character) => /^[0-9]$/.test(character),
  s: (character) => /^[\t\n\f\r ]$/.test(character),
  w: (character) => /^\w$/.test(character),
};

const POSIX: Readonly<Record<string, RegExp>> = {
  alnum: /^[0-9A-Za-z]$/,
  alpha: /^[A-Za-z]$/,
  ascii: /^[\0-\x7f]$/,
  blank: /^[\t ]$/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what the class is
  cntrl: /^[\0-\x1f\x7f]$/,
  digit: /^[0-9]$/,
  graph: /^[!-~]$/,
  lower: /^[a-z]$/,
  print: /^[ -~]$/,
  punct: /^[!-/:-@[-`{-~]$/,
  space: /^[\t\n\v\f\r ]$/,
  upper: /^[A-Z]$/,
  word: /^\w$/,
  xdigit: /^[0-9A-Fa-f]$/,
};

const not =
  (set: CharacterSet): CharacterSet =>
  (character) =>
    !set(character);

const GROUP = /\\([dswDSW])|\\([pP])(?:\{(\^?)([^}]*)\}|(\^?)(.))/suy;

/** `\d`, `\S`, `\pL`, `\P{Greek}`; undefined and unmoved where there is none. */
export function takeGroup(reader: Reader): CharacterSet | undefined {
  const match = takeMatch(reader, GROUP);
  if (match === undefined) {
    return undefined;
  }
  const [, perl, sign, inBraces, long, , short] = match;
  if (perl !== undefined) {
    const set = PERL[perl.toLowerCase()] ?? never;
    return perl === perl.toLowerCase() ? set : not(set);
  }
  const set = unicodeSet(long ?? short ?? '');
  return (sign === 'P') === (inBraces === '^') ? set : not(set);
}

const never: CharacterSet = () => false;

function unicodeSet(name: string): CharacterSet {
  if (name === 'Any') {
    return () => true;
  }
  for (const property of ['General_Category', 'Script']) {
    try {
      const expression = new RegExp(`^\\p{${property}=${name}}$`, 'u');
      return (character) => expression.test(character);
    } catch {}
  }
  throw new ExpressionError(`no characters are called ${name}`);
}

const LITERAL_ESCAPE =
  /\\(?:([1-7][0-7]{1,2}|0[0-7]{0,2})|x(?:([\da-fA-F]{2})|\{([\da-fA-F]+)\})|([afnrtv])|([\0-/:-@[-`{-\x7f]))/suy;

const CONTROL: Readonly<Record<string, string>> = {
  a: '\x07',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** A character, or the escape of one. */
export function takeLiteral(reader: Reader): string {
  if (reader.text.charAt(reader.at) !== '\\') {
    return takeCharacter(reader);
  }
  const match = takeMatch(reader, LITERAL_ESCAPE);
  if (match === undefined) {
    throw new ExpressionError('an escape means nothing');
  }
  const [, octal, pair, hexadecimal, control, punctuation] = match;
  if (control !== undefined || punctuation !== undefined) {
    return CONTROL[control ?? ''] ?? punctuation ?? '';
  }
  const code =
    octal === undefined ? Number.parseInt(pair ?? hexadecimal ?? '', 16) : Number.parseInt(octal, 8);
  if (code > 0x10_ffff) {
    throw new ExpressionError('there is no such character');
  }
  return String.fromCodePoint(code);
}

const POSIX_CLASS = /\[:(\^?)(.*?):\]/suy;

/** A class behind its `[`. */
export function takeClass(reader: Reader): CharacterSet {
  const isNegated = takeMatch(reader, /\^/y) !== undefined;
  const sets: CharacterSet[] = [];
  const ranges = characterRanges();
  while (sets.length + ranges.size === 0 || reader.text.charAt(reader.at) !== ']') {
    const set = takePosixClass(reader) ?? takeGroup(reader);
    if (set !== undefined) {
      sets.push(set);
    } else {
      ranges.add(...takeRange(reader));
    }
  }
  reader.at += 1;
  const isMember: CharacterSet = (character) => {
    const code = codeOf(character);
    return ranges.has(code) || sets.some((set) => set(character));
  };
  return isNegated ? not(isMember) : isMember;
}

function takePosixClass(reader: Reader): CharacterSet | undefined {
  const match = reader.at < reader.lastNameEnd ? takeMatch(reader, POSIX_CLASS) : undefined;
  if (match === undefined) {
    return undefined;
  }
  const expression = POSIX[match[2] ?? ''];
  if (expression === undefined) {
    throw new ExpressionError('no class has this name');
  }
  const set: CharacterSet = (character) => expression.test(character);
  return match[1] === '^' ? not(set) : set;
}

function takeRange(reader: Reader): readonly [number, number] {
  const first = codeOf(takeLiteral(reader));
  const last = takeMatch(reader, /-(?!\]|$)/y) === undefined ? first : codeOf(takeLiteral(reader));
  if (last < first) {
    throw new ExpressionError('a range ends before it begins');
  }
  return [first, last];
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
