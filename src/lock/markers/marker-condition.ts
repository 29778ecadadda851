import {
  LOCK_VARIABLES,
  type Marker,
  type MarkerComparison,
  type MarkerOperator,
  readMarker,
} from '../../requirement/marker.js';
import { type Comparison, quoted } from './comparison.js';
import { ALWAYS, type Condition, type Conditions, NEVER } from './conditions.js';
import { decide, type MarkerEnvironment } from './environment.js';

/** A marker that is none of PEP 508, or that compares what cannot be compared. */
export class MarkerError extends Error {}

interface Evaluation {
  readonly conditions: Conditions;
  readonly environment: MarkerEnvironment;
}

/**
 * The condition that a marker of PEP 508, or of PEP 751 with `extras` and `dependency_groups`, states. What is known
 * of the environment is decided already.
 *
 * @throws MarkerError
 */
export function markerCondition(
  text: string,
  conditions: Conditions,
  environment: MarkerEnvironment,
): Condition {
  // Texts of TOML and JSON may have line breaks between words; those in quotes are refused later.
  const line = text.replaceAll(/('[^']*'|"[^"]*")|\s/g, (_, inQuotes?: string) => inQuotes ?? ' ');
  const reading = readMarker({ text: line, at: 0 }, LOCK_VARIABLES);
  if (reading.problem !== undefined) {
    throw new MarkerError(reading.problem.message);
  }
  return conditionOf({ conditions, environment }, reading.marker);
}

function conditionOf(evaluation: Evaluation, marker: Marker): Condition {
  const { conditions } = evaluation;
  switch (marker.kind) {
    case 'comparison':
      return comparisonCondition(evaluation, marker);
    case 'and':
      return marker.markers.map((one) => conditionOf(evaluation, one)).reduce(conditions.and, ALWAYS);
    case 'or':
      return marker.markers.map((one) => conditionOf(evaluation, one)).reduce(conditions.or, NEVER);
  }
}

type Relation = Exclude<MarkerOperator, 'in' | 'not in'>;

const MIRRORED: Readonly<Partial<Record<Relation, Relation>>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function comparisonCondition(evaluation: Evaluation, { left, operator, right }: MarkerComparison): Condition {
  if (left.kind === right.kind) {
    throw new MarkerError('a variable is compared with a text');
  }
  if (operator === 'in' || operator === 'not in') {
    const from = left.kind === 'text' ? quoted(left.value) : left.value;
    return decided(evaluation, { left: from, operator: 'in', right: right.value }, operator === 'in');
  }
  return left.kind === 'text'
    ? compared(evaluation, right.value, MIRRORED[operator] ?? operator, left.value)
    : compared(evaluation, left.value, operator, right.value);
}

function compared(evaluation: Evaluation, left: string, operator: Relation, right: string): Condition {
  switch (operator) {
    case '<':
    case '<=':
      return decided(evaluation, { left, operator, right }, true);
    case '>':
      return decided(evaluation, { left, operator: '<=', right }, false);
    case '>=':
      return decided(evaluation, { left, operator: '<', right }, false);
    case '!=':
      return decided(evaluation, { left, operator: '==', right }, false);
    case '~=':
      return evaluation.conditions.and(
        compared(evaluation, left, '>=', right),
        compared(evaluation, left, '==', `${right.replace(/\.[^.]*$/, '')}.*`),
      );
    case '==':
    case '===':
      return decided(evaluation, { left, operator: '==', right }, true);
  }
}

/** The condition that a comparison holds, or that it does not. */
function decided(
  { conditions, environment }: Evaluation,
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
