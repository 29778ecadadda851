import type { Comparison } from './comparison.js';
import { spellComparison } from './comparison.js';

/** A condition of a table: equal conditions of one table are the same number. */
export type Condition = number;

/** The condition that no environment meets: what has it is left out. */
export const NEVER: Condition = 0;

/** The condition that every environment meets: what has it goes without a marker. */
export const ALWAYS: Condition = 1;

/** Conditions made of comparisons. */
export interface Conditions {
  /** The condition that a comparison holds. */
  holds(comparison: Comparison): Condition;
  not(of: Condition): Condition;
  and(a: Condition, b: Condition): Condition;
  or(a: Condition, b: Condition): Condition;
  /** The rest of a condition where some comparisons are known. */
  restrict(condition: Condition, answer: (comparison: Comparison) => boolean | undefined): Condition;
  /** As a marker of PEP 508, which has no word for `ALWAYS` and `NEVER`. */
  spell(condition: Condition): string;
}

interface Decision {
  readonly comparison: number;
  /** The rest where the comparison does not hold. */
  readonly low: Condition;
  /** The rest where it holds. */
  readonly high: Condition;
}

/** Far more than locks need; entangled ones would take memory without end. */
const MAXIMUM_DECISIONS = 50_000;
const MAXIMUM_LENGTH = 20_000;

/** Different ones in all markers of a lock: conditions are nested as deep as there are comparisons. */
const MAXIMUM_COMPARISONS = 1000;

/** Conditions became too many, or one too long to write down. */
export class EntangledConditions extends Error {}

/**
 * An empty table. Conditions are ordered binary decision diagrams (Bryant, "Graph-based algorithms for Boolean function
 * manipulation", 1986): a marker that is gathered over many ways through a graph stays as small as its meaning, and
 * whether two mean the same is a comparison of numbers.
 */
export function conditionTable(): Conditions {
  const comparisons: Comparison[] = [];
  const numbers = new Map<string, number>();
  const decisions: Decision[] = [];
  const known = new Map<string, Condition>();
  const results = new Map<string, Condition>();

  const decisionOf = (condition: Condition): Decision | undefined => decisions[condition - 2];
  const decide = (comparison: number, low: Condition, high: Condition): Condition => {
    if (low === high) {
      return low;
    }
    const key = `${comparison},${low},${high}`;
    const found = known.get(key);
    if (found !== undefined) {
      return found;
    }
    if (decisions.length >= MAXIMUM_DECISIONS) {
      throw new EntangledConditions('too many conditions');
    }
    const made = decisions.push({ comparison, low, high }) + 1;
    known.set(key, made);
    return made;
  };
  /** `a` where `of` holds, else `b`. */
  const choose = (of: Condition, a: Condition, b: Condition): Condition => {
    if (of === ALWAYS || a === b) {
      return a;
    }
    if (of === NEVER) {
      return b;
    }
    const key = `${of}?${a}:${b}`;
    const found = results.get(key);
    if (found !== undefined) {
      return found;
    }
    const first = Math.min(...[of, a, b].map((one) => decisionOf(one)?.comparison ?? comparisons.length));
    const half = (one: Condition, side: 'low' | 'high'): Condition => {
      const decision = decisionOf(one);
      return decision?.comparison === first ? decision[side] : one;
    };
    const low = choose(half(of, 'low'), half(a, 'low'), half(b, 'low'));
    const result = decide(first, low, choose(half(of, 'high'), half(a, 'high'), half(b, 'high')));
    results.set(key, result);
    return result;
  };
  const lookUp: Lookup = (one) => {
    const decision = decisionOf(one);
    const comparison = decision && comparisons[decision.comparison];
    return decision && comparison && { ...decision, number: decision.comparison, comparison };
  };
  return {
    restrict: (condition, answer) => restricted(condition, lookUp, decide, answer),
    holds: (comparison) => {
      const key = spellComparison(comparison, true);
      if (!numbers.has(key) && comparisons.length >= MAXIMUM_COMPARISONS) {
        throw new EntangledConditions('too many comparisons');
      }
      const number = numbers.get(key) ?? comparisons.push(comparison) - 1;
      numbers.set(key, number);
      return decide(number, NEVER, ALWAYS);
    },
    not: (of) => choose(of, NEVER, ALWAYS),
    and: (a, b) => choose(a, b, NEVER),
    or: (a, b) => choose(a, ALWAYS, b),
    spell: (condition) => spellDecision(condition, lookUp).text,
  };
}

type Lookup = (condition: Condition) =>
  | {
      readonly number: number;
      readonly comparison: Comparison;
      readonly low: Condition;
      readonly high: Condition;
    }
  | undefined;

function restricted(
  condition: Condition,
  lookUp: Lookup,
  decide: (comparison: number, low: Condition, high: Condition) => Condition,
  answer: (comparison: Comparison) => boolean | undefined,
): Condition {
  const known = new Map<Condition, Condition>();
  const visit = (one: Condition): Condition => {
    const decision = lookUp(one);
    if (decision === undefined) {
      return one;
    }
    const found = known.get(one);
    if (found !== undefined) {
      return found;
    }
    const { number, comparison, low, high } = decision;
    const holds = answer(comparison);
    const rest = holds === undefined ? decide(number, visit(low), visit(high)) : visit(holds ? high : low);
    known.set(one, rest);
    return rest;
  };
  return visit(condition);
}

/** A marker, and whether it has an `or` that needs parentheses beside an `and`. */
interface Spelled {
  readonly text: string;
  readonly isChoice: boolean;
}

function spellDecision(condition: Condition, lookup: Lookup): Spelled {
  const decision = lookup(condition);
  if (decision === undefined) {
    throw new Error('a marker has no word for what always or never holds');
  }
  const { comparison, low, high } = decision;
  const side = (rest: Condition, positive: boolean): Spelled | undefined => {
    const word = spellComparison(comparison, positive);
    if (rest === NEVER) {
      return undefined;
    }
    return rest === ALWAYS
      ? { text: word, isChoice: false }
      : { text: `${word} and ${inParentheses(spellDecision(rest, lookup))}`, isChoice: false };
  };
  // Where one side always holds, the other need not repeat the comparison.
  const [first, second] =
    high === ALWAYS && low !== NEVER
      ? [side(high, true), spellDecision(low, lookup)]
      : low === ALWAYS && high !== NEVER
        ? [side(low, false), spellDecision(high, lookup)]
        : [side(high, true), side(low, false)];
  const parts = [first, second].flatMap((part) => part ?? []);
  const text = parts.map((part) => part.text).join(' or ');
  if (text.length > MAXIMUM_LENGTH) {
    throw new EntangledConditions('too long');
  }
  return { text, isChoice: parts.length > 1 || parts.some(({ isChoice }) => isChoice) };
}

function inParentheses({ text, isChoice }: Spelled): string {
  return isChoice ? `(${text})` : text;
}
