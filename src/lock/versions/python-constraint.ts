import { ALWAYS, type Condition, type Conditions, conditionTable, NEVER } from '../markers/conditions.js';
import type { MarkerEnvironment } from '../markers/environment.js';
import { markerCondition } from '../markers/marker-condition.js';
import { type Bound, parseConstraint } from './constraint.js';

/**
 * The condition that the interpreter meets a constraint in poetry's spelling, such as `^3.8` or `>=3.8,<3.12 || ^3.13`.
 * As poetry has it, `3.11` is every 3.11 and `<=3.11` is none above 3.11.0.
 *
 * @returns undefined for what is no constraint
 */
export function pythonCondition(
  text: string,
  conditions: Conditions,
  environment: MarkerEnvironment,
): Condition | undefined {
  const { and, or, not } = conditions;
  const compared = (bound: Bound) => markerCondition(spelled(bound), conditions, environment);
  return parseConstraint(text)
    ?.map((clauses) =>
      clauses
        .map(({ isMet, bounds }) => {
          const within = bounds.map(compared).reduce(and, ALWAYS);
          return isMet ? within : not(within);
        })
        .reduce(and, ALWAYS),
    )
    .reduce(or, NEVER);
}

/** Above every patch version: an image has the newest one where only the minor version is known. */
const NEWEST_PATCH = 999_999;

/**
 * Whether a constraint takes an interpreter of which the major and minor version, and maybe the patch, is known. What is no
 * constraint takes all.
 */
export function takesPython(constraint: string, python: string): boolean {
  const version = /^\d+\.\d+$/.test(python) ? `${python}.${NEWEST_PATCH}` : python;
  const environment = { python: version, extras: new Set<string>(), groups: new Set<string>() };
  return pythonCondition(constraint, conditionTable(), environment) !== NEVER;
}

/** Of candidates the release counts: no image has one. */
function spelled({ operator, version: { release } }: Bound): string {
  const isEvery = operator === '==' && release.length < 3;
  return `python_full_version ${operator} "${release.join('.')}${isEvery ? '.*' : ''}"`;
}
