import { type Cursor, isAtEnd, skipBlanks, take, wordSpan } from './cursor.js';
import type { RequirementProblem } from './requirement.js';

/** A marker of PEP 508, as a tree. */
export type Marker = MarkerComparison | { readonly kind: 'and' | 'or'; readonly markers: readonly Marker[] };

/** Two operands, not yet judged: PEP 508 lets two texts or two variables be compared as well. */
export interface MarkerComparison {
  readonly kind: 'comparison';
  readonly left: MarkerOperand;
  readonly operator: MarkerOperator;
  readonly right: MarkerOperand;
}

/** A text without its quotes, or the name of a variable. */
export interface MarkerOperand {
  readonly kind: 'text' | 'variable';
  readonly value: string;
}

const OPERATORS = ['===', '==', '~=', '!=', '<=', '>=', '<', '>', 'in', 'not in'] as const;

/** A comparison of PEP 508; `not in` has one blank, however it was written. */
export type MarkerOperator = (typeof OPERATORS)[number];

/** A marker, or the first thing that is wrong with it. */
export type MarkerReading =
  | { readonly marker: Marker; readonly problem?: undefined }
  | { readonly problem: RequirementProblem };

/** Of PEP 508, with the spellings that setuptools had before it. */
const VARIABLES = [
  'python_version',
  'python_full_version',
  'os_name',
  'os.name',
  'sys_platform',
  'sys.platform',
  'platform_release',
  'platform_system',
  'platform_version',
  'platform.version',
  'platform_machine',
  'platform.machine',
  'platform_python_implementation',
  'platform.python_implementation',
  'python_implementation',
  'implementation_name',
  'implementation_version',
  'extra',
];

/** Sets of names that markers of lock files have besides (PEP 751). */
export const LOCK_VARIABLES: readonly string[] = ['extras', 'dependency_groups'];

const EXAMPLE = 'a marker looks like `; python_version < "3.13" and sys_platform == "linux"`';

/** Deeper parentheses than any marker has: reading them is recursive. */
const MAXIMUM_DEPTH = 100;

/**
 * Reads an environment marker of PEP 508 up to the end of the text.
 *
 * @param cursor stands behind the `;`; ends wherever reading did
 * @param further variables that the marker may name besides
 */
export function readMarker(cursor: Cursor, further: readonly string[] = []): MarkerReading {
  const reading = readAlternatives({ cursor, variables: [...VARIABLES, ...further] }, 0);
  return reading.problem !== undefined || isAtEnd(cursor)
    ? reading
    : unexpected(cursor, 'expected `and`, `or` or the end of the marker', EXAMPLE);
}

interface Reader {
  readonly cursor: Cursor;
  readonly variables: readonly string[];
}

function readAlternatives(reader: Reader, depth: number): MarkerReading {
  return readJoined(reader, 'or', () => readJoined(reader, 'and', () => readAtom(reader, depth)));
}

/** One marker, or several with a word between them. */
function readJoined({ cursor }: Reader, kind: 'and' | 'or', readOne: () => MarkerReading): MarkerReading {
  const word = kind === 'and' ? /\band\b/y : /\bor\b/y;
  const markers: Marker[] = [];
  do {
    const one = readOne();
    if (one.problem !== undefined) {
      return one;
    }
    markers.push(one.marker);
    skipBlanks(cursor);
  } while (take(cursor, word) !== undefined);
  const [only] = markers;
  return { marker: only !== undefined && markers.length === 1 ? only : { kind, markers } };
}

function readAtom(reader: Reader, depth: number): MarkerReading {
  const { cursor } = reader;
  skipBlanks(cursor);
  const start = cursor.at;
  if (take(cursor, /\(/y) === undefined) {
    return readComparison(reader);
  }
  if (depth >= MAXIMUM_DEPTH) {
    return unexpected(cursor, 'the marker is nested too deeply', 'leave out parentheses that change nothing');
  }
  const reading = readAlternatives(reader, depth + 1);
  if (reading.problem !== undefined || take(cursor, /\)/y) !== undefined) {
    return reading;
  }
  const message = 'this parenthesis is never closed';
  const span = { start, end: start + 1 };
  return { problem: { code: 'pip-syntax', message, hint: 'write a `)` behind what it holds', span } };
}

function readComparison(reader: Reader): MarkerReading {
  const { cursor } = reader;
  const left = readOperand(reader);
  if ('problem' in left) {
    return left;
  }
  skipBlanks(cursor);
  const written = take(cursor, /===|==|~=|!=|<=|>=|<|>|in\b|not[ \t]+in\b/y)?.replace(/[ \t]+/, ' ');
  const operator = OPERATORS.find((one) => one === written);
  if (operator === undefined) {
    const hint = cursor.text[cursor.at] === '=' ? 'write `==`' : EXAMPLE;
    return unexpected(cursor, 'expected a comparison such as `<`, `==` or `not in`', hint);
  }
  const right = readOperand(reader);
  return 'problem' in right ? right : { marker: { kind: 'comparison', left, operator, right } };
}

function readOperand({
  cursor,
  variables,
}: Reader): MarkerOperand | { readonly problem: RequirementProblem } {
  skipBlanks(cursor);
  const text = take(cursor, /'[^']*'|"[^"]*"/y);
  if (text !== undefined) {
    return { kind: 'text', value: text.slice(1, -1) };
  }
  const start = cursor.at;
  const word = take(cursor, /[\w.]+/y) ?? '';
  if (variables.includes(word)) {
    return { kind: 'variable', value: word };
  }
  cursor.at = start;
  if (/^\d/.test(word)) {
    return unexpected(cursor, `\`${word}\` needs quotes`, `write \`"${word}"\``);
  }
  return word === ''
    ? unexpected(cursor, 'expected the name of a marker variable or a quoted text', EXAMPLE)
    : unexpected(
        cursor,
        `there is no marker variable \`${word}\``,
        'variables are `python_version`, `sys_platform`, `platform_machine`, …; anything else needs quotes',
      );
}

function unexpected(cursor: Cursor, message: string, hint: string): { readonly problem: RequirementProblem } {
  return { problem: { code: 'pip-syntax', message, hint, span: wordSpan(cursor) } };
}
