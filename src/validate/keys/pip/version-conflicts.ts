import { normalizedName } from '../../../basics/normalized-name.js';
import {
  ALWAYS,
  type Condition,
  type Conditions,
  conditionTable,
  EntangledConditions,
  NEVER,
} from '../../../lock/markers/conditions.js';
import { MarkerError, markerCondition } from '../../../lock/markers/marker-condition.js';
import { requirementParts } from '../../../requirement/requirement-parts.js';
import { satisfies } from '../../../requirement/version-order.js';
import type { LockRequirement, Requirement } from '../../mopyfile.js';
import type { Violation } from '../../report.js';

/** A version that is asked for. */
interface Wanted {
  readonly name: string;
  /** Version specifiers of PEP 440. */
  readonly specifier: string;
  readonly condition: Condition;
}

/** An entry of `pip`, with the versions that it asks for. */
interface Asking {
  readonly entry: Requirement;
  readonly wanted: ReadonlyMap<string, readonly Wanted[]>;
}

/** Two versions that exclude each other. */
interface Conflict {
  readonly locked: Wanted;
  readonly other: Wanted;
}

/**
 * Entries that ask for other versions than a lock file has: pip would say so after the packages of the lock are installed. Only
 * what excludes each other wherever the image is built counts.
 *
 * @param python the interpreter's version as far as it is known
 */
export function versionConflicts(requirements: readonly Requirement[], python: string): readonly Violation[] {
  const conditions = conditionTable();
  const asking = requirements.map((entry) => ({ entry, wanted: wantedBy(entry, conditions, python) }));
  const reported = new Set<Requirement>();
  return asking.flatMap((lock, index) => {
    const { entry } = lock;
    if (entry.kind !== 'lock') {
      return [];
    }
    return asking.flatMap((other, at): readonly Violation[] => {
      const isRival = other !== lock && (at > index || other.entry.kind !== 'lock');
      const conflicts = isRival && !reported.has(other.entry) ? conflictsOf(lock, other, conditions) : [];
      const [first, ...more] = conflicts;
      if (first === undefined) {
        return [];
      }
      reported.add(other.entry);
      return [violation(entry, other.entry, first, more.length)];
    });
  });
}

function wantedBy(entry: Requirement, conditions: Conditions, python: string): Asking['wanted'] {
  const found = new Map<string, Wanted[]>();
  for (const line of linesOf(entry)) {
    const parts = requirementParts(line);
    const condition = parts === undefined ? NEVER : conditionOf(parts.marker, conditions, python);
    if (parts !== undefined && condition !== NEVER && parts.url === undefined) {
      const specifier = parts.versions.join(',');
      const name = normalizedName(parts.name);
      found.set(name, [...(found.get(name) ?? []), { name: parts.name, specifier, condition }]);
    }
  }
  return found;
}

function linesOf(entry: Requirement): readonly string[] {
  switch (entry.kind) {
    case 'lock':
      return entry.constraints;
    case 'named':
      return [entry.text.map(({ text }) => text).join('')];
    case 'local':
      return (entry.dependencies ?? []).flatMap(linesOf);
    default:
      return [];
  }
}

/** A marker that cannot be read is reported where it stands. */
function conditionOf(marker: string, conditions: Conditions, python: string): Condition {
  try {
    const environment = { python, extras: new Set<string>(), groups: new Set<string>() };
    return marker.trim() === '' ? ALWAYS : markerCondition(marker, conditions, environment);
  } catch (error) {
    if (error instanceof MarkerError || error instanceof EntangledConditions) {
      return NEVER;
    }
    throw error;
  }
}

function conflictsOf(lock: Asking, other: Asking, conditions: Conditions): readonly Conflict[] {
  return [...lock.wanted].flatMap(([name, pins]): readonly Conflict[] => {
    const rivals = other.wanted.get(name) ?? [];
    const pairs = pins.flatMap((locked) =>
      rivals.flatMap((rival) => (excludes(locked, rival) ? [{ locked, other: rival }] : [])),
    );
    const [first] = pairs;
    if (first === undefined) {
      return [];
    }
    const any = (all: readonly Condition[]): Condition => all.reduce((a, b) => conditions.or(a, b), NEVER);
    const excluded = any(pairs.map((pair) => conditions.and(pair.locked.condition, pair.other.condition)));
    const isEverywhere = [pins, rivals].every(
      (wanted) => any(wanted.map(({ condition }) => condition)) === excluded,
    );
    return excluded === ALWAYS || isEverywhere ? [first] : [];
  });
}

/** Two pins of which one has a local part, `2.0+cpu` and `2.0`, have a version in common. */
function excludes(locked: Wanted, other: Wanted): boolean {
  const answers = [satisfies(pinned(locked), other.specifier)];
  if (/^==[^*,]+$/.test(other.specifier)) {
    answers.push(satisfies(pinned(other), locked.specifier));
  }
  return answers.every((answer) => answer === false);
}

function pinned({ specifier }: Wanted): string {
  return specifier.replace(/^==\s*/, '');
}

function violation(
  lock: LockRequirement,
  other: Requirement,
  { locked, other: rival }: Conflict,
  more: number,
): Violation {
  const others = more === 0 ? '' : `, and so with ${more} more`;
  const version = `\`${locked.name}==${pinned(locked)}\``;
  const asked = `\`${rival.name}${rival.specifier}\``;
  const at = other.location.span;
  return other.kind === 'lock'
    ? {
        code: 'lock-conflict',
        message: `\`${lock.display}\` has ${version} and \`${other.display}\` has ${asked}${others}`,
        hint: 'one environment holds one version of each: lock both together, or take one of the entries out',
        at,
        related: [lock.location.span],
      }
    : {
        code: 'lock-conflict',
        message: `\`${other.display}\` ${other.kind === 'local' ? `needs ${asked}, and` : 'excludes what'} \`${lock.display}\` has: ${version}${others}`,
        hint: 'change the version where the lock is made and lock anew, or take one of the two out',
        at,
        related: [lock.location.span],
      };
}
