import { type Cursor, isAtEnd, skipBlanks, take, wordSpan } from './cursor.js';
import type { RequirementProblem } from './requirement.js';

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

const EXAMPLE = 'a marker looks like `; python_version < "3.13" and sys_platform == "linux"`';

/** Deeper parentheses than any marker has: reading them is recursive. */
const MAXIMUM_DEPTH = 50;

/**
 * Checks an environment marker of PEP 508 up to the end of the text. Returns the first problem; the cursor is
 * behind the `;`.
 */
export function checkMarker(cursor: Cursor): RequirementProblem | undefined {
  const problem = readAlternatives(cursor, 0);
  if (problem !== undefined || isAtEnd(cursor)) {
    return problem;
  }
  return unexpected(cursor, 'expected `and`, `or` or the end of the marker', EXAMPLE);
}

function readAlternatives(cursor: Cursor, depth: number): RequirementProblem | undefined {
  do {
    const problem = readAtom(cursor, depth);
    if (problem !== undefined) {
      return problem;
    }
    skipBlanks(cursor);
  } while (take(cursor, /\b(?:and|or)\b/y) !== undefined);
  return undefined;
}

function readAtom(cursor: Cursor, depth: number): RequirementProblem | undefined {
  skipBlanks(cursor);
  const start = cursor.at;
  if (take(cursor, /\(/y) === undefined) {
    return readComparison(cursor);
  }
  if (depth >= MAXIMUM_DEPTH) {
    return unexpected(cursor, 'the marker is nested too deeply', 'leave out parentheses that change nothing');
  }
  const problem = readAlternatives(cursor, depth + 1);
  if (problem !== undefined || take(cursor, /\)/y) !== undefined) {
    return problem;
  }
  const message = 'this parenthesis is never closed';
  return {
    code: 'pip-syntax',
    message,
    hint: 'write a `)` behind what it holds',
    span: { start, end: start + 1 },
  };
}

function readComparison(cursor: Cursor): RequirementProblem | undefined {
  const left = readOperand(cursor);
  if (left !== undefined) {
    return left;
  }
  skipBlanks(cursor);
  if (take(cursor, /===|==|~=|!=|<=|>=|<|>|in\b|not[ \t]+in\b/y) === undefined) {
    const hint = cursor.text[cursor.at] === '=' ? 'write `==`' : EXAMPLE;
    return unexpected(cursor, 'expected a comparison such as `<`, `==` or `not in`', hint);
  }
  return readOperand(cursor);
}

function readOperand(cursor: Cursor): RequirementProblem | undefined {
  skipBlanks(cursor);
  if (take(cursor, /'[^']*'|"[^"]*"/y) !== undefined) {
    return undefined;
  }
  const start = cursor.at;
  const word = take(cursor, /[\w.]+/y) ?? '';
  if (VARIABLES.includes(word)) {
    return undefined;
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

function unexpected(cursor: Cursor, message: string, hint: string): RequirementProblem {
  return { code: 'pip-syntax', message, hint, span: wordSpan(cursor) };
}
