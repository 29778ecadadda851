import type { Comparison } from './comparison.js';
import { ALWAYS, type Condition, type Conditions, NEVER } from './conditions.js';
import { decide } from './environment.js';

/** `platform_machine` of the platforms that an image can have, and of one that nobody names. */
const MACHINES = [
  ...['x86_64', 'aarch64', 'i686', 'i386', 'armv7l', 'armv6l', 'armv5tel', 'ppc64le', 's390x'],
  ...['riscv64', 'mips', 'mips64', 'loongarch64', 'other'],
];

/** Patch versions that are tried where the interpreter's is not known: CPython has had fewer. */
const PATCHES = Array.from({ length: 40 }, (_, patch) => patch);

/**
 * Tells conditions that no image can meet, which their table alone does not: to it comparisons have nothing to do with each
 * other.
 *
 * @param python the interpreter's version as far as it is known
 */
export function possibleConditions(conditions: Conditions, python: string): (of: Condition) => boolean {
  const known = new Map<Condition, boolean>();
  const pythons = python.split('.').length === 2 ? PATCHES.map((patch) => `${python}.${patch}`) : [python];
  const search = (of: Condition): boolean =>
    MACHINES.some((machine) => {
      const rest = conditions.restrict(of, (comparison) => onMachine(comparison, machine));
      return (
        rest === ALWAYS ||
        (rest !== NEVER &&
          pythons.some(
            (version) => conditions.restrict(rest, (one) => decide(one, withPython(version))) !== NEVER,
          ))
      );
    });
  return (of) => {
    const found = known.get(of) ?? search(of);
    known.set(of, found);
    return found;
  };
}

function withPython(python: string) {
  return { python, extras: new Set<string>(), groups: new Set<string>() };
}

function onMachine({ left, operator, right }: Comparison, machine: string): boolean | undefined {
  if (left !== 'platform_machine') {
    return undefined;
  }
  return operator === '==' ? right === machine : operator === 'in' ? right.includes(machine) : undefined;
}
