import { normalizedName } from '../../../basics/normalized-name.js';
import type { IncludedRequirement } from '../../../context/requirements/included.js';
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
import type { Diagnostic } from '../../../source/diagnostic.js';
import type { Requirement } from '../../mopyfile.js';

/** A version that is asked for. */
interface Wanted {
  readonly name: string;
  /** Version specifiers of PEP 440. */
  readonly specifier: string;
  readonly condition: Condition;
  /** The entry or the line that asks for it. */
  readonly by: Pick<Requirement, 'display' | 'location'>;
}

/** An entry of `pip` or a requirements file, with the versions that it asks for, by normalised names. */
interface Asking {
  readonly kind: Requirement['kind'];
  readonly wanted: ReadonlyMap<string, readonly Wanted[]>;
}

/** Two versions that exclude each other. */
interface Conflict {
  readonly locked: Wanted;
  readonly other: Wanted;
}

/**
 * Entries, and lines of requirements files, that ask for other versions than a lock file has: pip would say so after the
 * packages of the lock are installed. Only what excludes each other wherever the image is built counts.
 *
 * @param files the lines of the requirements files among the entries, and of those that they include
 * @param python the interpreter's version as far as it is known
 */
export function versionConflicts(
  requirements: readonly Requirement[],
  files: readonly (readonly IncludedRequirement[])[],
  python: string,
): readonly Diagnostic[] {
  if (!requirements.some(({ kind }) => kind === 'lock')) {
    return [];
  }
  const conditions = conditionTable();
  const wantedBy = (written: readonly Written[]) => wantedVersions(written, conditions, python);
  const asking: readonly Asking[] = [
    ...requirements.map((entry) => ({
      kind: entry.kind,
      wanted: wantedBy(linesOf(entry).map((line) => ({ line, by: entry }))),
    })),
    ...files.map(
      (lines): Asking => ({
        kind: 'requirements-file',
        wanted: wantedBy(
          lines.map(({ requirement: { display }, location }) => ({
            line: display,
            by: { display, location },
          })),
        ),
      }),
    ),
  ];
  const reported = new Set<Asking>();
  return asking.flatMap((lock, index) =>
    lock.kind !== 'lock'
      ? []
      : asking.flatMap((other, at): readonly Diagnostic[] => {
          const isRival = other !== lock && (at > index || other.kind !== 'lock');
          const conflicts = isRival && !reported.has(other) ? conflictsOf(lock, other, conditions) : [];
          const [first, ...more] = conflicts;
          if (first === undefined) {
            return [];
          }
          reported.add(other);
          return [conflictDiagnostic(other.kind, first, more.length)];
        }),
  );
}

/** A requirement of PEP 508, with the entry or the line that it stands for. */
interface Written {
  readonly line: string;
  readonly by: Wanted['by'];
}

function wantedVersions(
  written: readonly Written[],
  conditions: Conditions,
  python: string,
): Asking['wanted'] {
  const found = new Map<string, Wanted[]>();
  for (const { line, by } of written) {
    const parts = requirementParts(line);
    const condition = parts === undefined ? NEVER : conditionOf(parts.marker, conditions, python);
    if (parts !== undefined && condition !== NEVER && parts.url === undefined) {
      const name = normalizedName(parts.name);
      const known = found.get(name) ?? [];
      known.push({ name: parts.name, specifier: parts.versions.join(','), condition, by });
      found.set(name, known);
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

/** @param kind of what asks for the other version */
function conflictDiagnostic(
  kind: Requirement['kind'],
  { locked, other }: Conflict,
  more: number,
): Diagnostic {
  const others = more === 0 ? '' : `, and so with ${more} more`;
  const version = `\`${locked.name}==${pinned(locked)}\``;
  const asked = `\`${other.name}${other.specifier}\``;
  const [lock, rival] = [`\`${locked.by.display}\``, `\`${other.by.display}\``];
  const isLock = kind === 'lock';
  return {
    code: 'lock-conflict',
    severity: 'error',
    message: isLock
      ? `${lock} has ${version} and ${rival} has ${asked}${others}`
      : `${rival} ${kind === 'local' ? `needs ${asked}, and` : 'excludes what'} ${lock} has: ${version}${others}`,
    hint: isLock
      ? 'one environment holds one version of each: lock both together, or take one of the entries out'
      : 'change the version where the lock is made and lock anew, or take one of the two out',
    locations: [other.by.location, locked.by.location],
  };
}
