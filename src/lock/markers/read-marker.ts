import { type Comparison, quoted } from './comparison.js';
import { ALWAYS, type Condition, type Conditions, NEVER } from './conditions.js';
import { decide, type MarkerEnvironment } from './environment.js';

/** A marker that is none of PEP 508. */
export class MarkerError extends Error {}

/** Deeper parentheses than any tool writes: reading them is recursive. */
const MAXIMUM_DEPTH = 100;

const TOKEN = /\s*(?:(\(|\))|('[^']*'|"[^"]*")|(===|==|~=|!=|<=|>=|<|>)|([\w.]+))/y;

interface Reader {
  readonly tokens: readonly string[];
  at: number;
  readonly conditions: Conditions;
  readonly environment: MarkerEnvironment;
}

/**
 * The condition that a marker of PEP 508, or of PEP 751 with `extras` and `dependency_groups`, states. What is known
 * of the environment is decided already.
 *
 * @throws MarkerError
 */
export function readMarker(
  marker: string,
  conditions: Conditions,
  environment: MarkerEnvironment,
): Condition {
  const reader = { tokens: tokensOf(marker), at: 0, conditions, environment };
  const condition = readAlternatives(reader, 0);
  if (reader.at < reader.tokens.length) {
    throw new MarkerError(marker);
  }
  return condition;
}

function tokensOf(marker: string): readonly string[] {
  const tokens: string[] = [];
  const text = marker.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) {
      throw new MarkerError(marker);
    }
    tokens.push(match[0].trimStart());
  }
  return tokens;
}

function takeWord(reader: Reader, ...words: readonly string[]): string | undefined {
  const token = reader.tokens[reader.at];
  if (token === undefined || !words.includes(token)) {
    return undefined;
  }
  reader.at += 1;
  return token;
}

function readAlternatives(reader: Reader, depth: number): Condition {
  let condition = readConjunction(reader, depth);
  while (takeWord(reader, 'or') !== undefined) {
    condition = reader.conditions.or(condition, readConjunction(reader, depth));
  }
  return condition;
}

function readConjunction(reader: Reader, depth: number): Condition {
  let condition = readAtom(reader, depth);
  while (takeWord(reader, 'and') !== undefined) {
    condition = reader.conditions.and(condition, readAtom(reader, depth));
  }
  return condition;
}

function readAtom(reader: Reader, depth: number): Condition {
  if (takeWord(reader, '(') === undefined) {
    return readComparison(reader);
  }
  const condition = depth < MAXIMUM_DEPTH ? readAlternatives(reader, depth + 1) : NEVER;
  if (takeWord(reader, ')') === undefined) {
    throw new MarkerError('parentheses');
  }
  return condition;
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function readComparison(reader: Reader): Condition {
  const left = readOperand(reader);
  const not = takeWord(reader, 'not') !== undefined;
  const operator = takeWord(reader, '===', '==', '~=', '!=', '<=', '>=', '<', '>', 'in');
  const right = readOperand(reader);
  if (operator === undefined || (not && operator !== 'in') || isText(left) === isText(right)) {
    throw new MarkerError('comparison');
  }
  if (operator === 'in') {
    const [from, within] = isText(left) ? [quoted(textOf(left)), right] : [left, textOf(right)];
    return condition(reader, { left: from, operator, right: within }, !not);
  }
  return isText(left)
    ? compared(reader, right, MIRRORED[operator] ?? operator, textOf(left))
    : compared(reader, left, operator, textOf(right));
}

function readOperand(reader: Reader): string {
  const token = reader.tokens[reader.at];
  reader.at += 1;
  if (token === undefined || !/^["'a-z]/i.test(token)) {
    throw new MarkerError('operand');
  }
  return token;
}

function isText(operand: string): boolean {
  return /^["']/.test(operand);
}

function textOf(operand: string): string {
  return operand.slice(1, -1);
}

function compared(reader: Reader, left: string, operator: string, right: string): Condition {
  switch (operator) {
    case '<':
    case '<=':
      return condition(reader, { left, operator, right }, true);
    case '>':
      return condition(reader, { left, operator: '<=', right }, false);
    case '>=':
      return condition(reader, { left, operator: '<', right }, false);
    case '!=':
      return condition(reader, { left, operator: '==', right }, false);
    case '~=':
      return reader.conditions.and(
        compared(reader, left, '>=', right),
        compared(reader, left, '==', `${right.replace(/\.[^.]*$/, '')}.*`),
      );
    default:
      return condition(reader, { left, operator: '==', right }, true);
  }
}

/** The condition that a comparison holds, or that it does not. */
function condition(
  { conditions, environment }: Reader,
  comparison: Comparison,
  positive: boolean,
): Condition {
  const answer = decide(comparison, environment);
  if (answer !== undefined) {
    return answer === positive ? ALWAYS : NEVER;
  }
  const holds = conditions.holds(comparison);
  return positive ? holds : conditions.not(holds);
}
