import { normalizedName } from '../../basics/normalized-name.js';
import type { Comparison } from './comparison.js';

/** The environment that a lock is for, as far as it is known. */
export interface MarkerEnvironment {
  /** The interpreter's version as far as it is known. */
  readonly python: string;
  /** Values for which `extra == …` holds, also where it is spelled in another way. */
  readonly extras: ReadonlySet<string>;
  /** Values for which `… in dependency_groups` holds. */
  readonly groups: ReadonlySet<string>;
}

/** Every image has CPython on Linux. */
const CONSTANTS: ReadonlyMap<string, string> = new Map([
  ['os_name', 'posix'],
  ['sys_platform', 'linux'],
  ['platform_system', 'Linux'],
  ['platform_python_implementation', 'CPython'],
  ['implementation_name', 'cpython'],
]);

/** Whether a comparison holds; undefined where that depends on the machine or on a part of the version that is not known. */
export function decide(comparison: Comparison, environment: MarkerEnvironment): boolean | undefined {
  const { left, operator, right } = comparison;
  if (right === 'extras' && operator === 'in') {
    return environment.extras.has(left.slice(1, -1));
  }
  if (right === 'dependency_groups' && operator === 'in') {
    return environment.groups.has(left.slice(1, -1));
  }
  switch (left) {
    case 'extra':
      return operator === '=='
        ? environment.extras.has(right) || environment.extras.has(normalizedName(right))
        : undefined;
    case 'python_version':
      return decideShortVersion(comparison, environment.python);
    case 'python_full_version':
    case 'implementation_version':
      return decideFullVersion(comparison, environment.python);
    default:
      return decideConstant(comparison);
  }
}

function decideConstant({ left, operator, right }: Comparison): boolean | undefined {
  const value = CONSTANTS.get(left);
  if (value === undefined) {
    return undefined;
  }
  if (operator === '==') {
    return value === right;
  }
  return operator === 'in' ? right.includes(value) : undefined;
}

/** `python_version` is major and minor version. */
function decideShortVersion({ operator, right }: Comparison, python: string): boolean | undefined {
  const [major, minor] = python.split('.');
  if (minor === undefined) {
    return undefined;
  }
  return operator === 'in'
    ? right.includes(`${major}.${minor}`)
    : compare([Number(major), Number(minor)], operator, right);
}

/** With a patch version that is not known, a comparison is decided if it comes out the same for all of them. */
function decideFullVersion({ operator, right }: Comparison, python: string): boolean | undefined {
  const known = python.split('.').map(Number);
  if (known.length < 2 || operator === 'in') {
    return undefined;
  }
  if (known.length > 2) {
    return compare(known, operator, right);
  }
  const candidates = [0, 1, LAST, ...patchesNear(right.split('.')[2])].map((last) => [...known, last]);
  const answers = new Set(candidates.map((version) => compare(version, operator, right)));
  return answers.size === 1 ? [...answers][0] : undefined;
}

/** Above every patch version. */
const LAST = 999_999;

/** Patch versions beside one that is written, where an answer may change. */
function patchesNear(patch: string | undefined): readonly number[] {
  const number = Number(patch);
  return Number.isInteger(number) ? [Math.max(0, number - 1), number, number + 1] : [];
}

/** Compares releases as PEP 440 does; undefined for versions that are more than a release. */
function compare(
  version: readonly number[],
  operator: '<' | '<=' | '==',
  written: string,
): boolean | undefined {
  const match = /^v?(\d+(?:\.\d+)*)(\.\*)?$/.exec(written.trim());
  if (match === null || (match[2] !== undefined && operator !== '==')) {
    return undefined;
  }
  const other = (match[1] ?? '').split('.').map(Number);
  const length = match[2] === undefined ? Math.max(version.length, other.length) : other.length;
  const order = compareNumbers(version, other, length);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '==':
      return order === 0;
  }
}

function compareNumbers(a: readonly number[], b: readonly number[], length: number): number {
  for (let index = 0; index < length; index += 1) {
    const order = (a[index] ?? 0) - (b[index] ?? 0);
    if (order !== 0) {
      return order;
    }
  }
  return 0;
}
