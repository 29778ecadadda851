import { grouped } from '../basics/grouped.js';
import { normalizedName } from '../basics/normalized-name.js';
import { unique } from '../basics/unique.js';
import type { Span } from '../source/source.js';
import {
  LockError,
  type LockedPackage,
  type LockProblem,
  type LockSelection,
  type UnknownChoice,
} from './lock.js';
import {
  ALWAYS,
  type Condition,
  type Conditions,
  conditionTable,
  EntangledConditions,
  NEVER,
} from './markers/conditions.js';
import type { MarkerEnvironment } from './markers/environment.js';
import { MarkerError, markerCondition } from './markers/marker-condition.js';
import { START } from './places.js';
import { type Table, tablesOf, textOf } from './values.js';
import { takesPython } from './versions/python-constraint.js';

/** A lock file that is being read, with what its readers share. */
export interface LockFile {
  readonly text: string;
  readonly selection: LockSelection;
  /** The `pyproject.toml` beside it, where there is one and the format needs it. */
  readonly project?: string;
  readonly conditions: Conditions;
}

/** A lock file with an empty table of conditions, which all of its markers share. */
export function lockFile(text: string, selection: LockSelection, project: string | undefined): LockFile {
  return { text, selection, ...(project !== undefined && { project }), conditions: conditionTable() };
}

/** Markers of a lock as conditions. */
export type ReadCondition = (marker: unknown, span: Span) => Condition;

/** Reads markers, each text once. What is no text always holds. */
export function conditionReader({ conditions }: LockFile, environment: MarkerEnvironment): ReadCondition {
  const known = new Map<string, Condition>();
  return (marker, span) => {
    if (typeof marker !== 'string' || marker.trim() === '') {
      return ALWAYS;
    }
    const condition =
      known.get(marker) ?? orProblem(span, () => markerCondition(marker, conditions, environment));
    known.set(marker, condition);
    return condition;
  };
}

/** @throws LockError for markers that cannot be read, or are too many */
export function orProblem<T>(span: Span, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MarkerError) {
      throw new LockError({
        code: 'lock-syntax',
        message: 'a marker of this package cannot be read',
        hint: 'let the tool of the lock file write it anew',
        span,
      });
    }
    if (error instanceof EntangledConditions) {
      throw new LockError({
        code: 'lock-syntax',
        message: 'the markers of the lock are more than mopy can combine',
        hint: 'export the lock to a requirements file and name that',
        span,
      });
    }
    throw error;
  }
}

/** A package with the condition for it. */
export type ConditionalPackage = Omit<LockedPackage, 'marker'> & { readonly condition: Condition };

/** Packages as their markers are written, those that no image gets left out; the same package twice is one. */
export function withMarkers(
  { conditions }: LockFile,
  packages: readonly ConditionalPackage[],
): readonly LockedPackage[] {
  const byVersion = grouped(packages, ({ name, version, source }) =>
    JSON.stringify([normalizedName(name), version, source]),
  );
  return [...byVersion.values()].flatMap((same) => {
    const { condition, ...rest } = united(same, conditions);
    if (condition === NEVER) {
      return [];
    }
    return condition === ALWAYS
      ? [rest]
      : [{ ...rest, marker: orProblem(rest.span, () => conditions.spell(condition)) }];
  });
}

/** One package of those that are the same but for their markers and files. */
function united(
  same: readonly [ConditionalPackage, ...ConditionalPackage[]],
  conditions: Conditions,
): ConditionalPackage {
  const [first] = same;
  return {
    ...first,
    hashes: unique(same.flatMap(({ hashes }) => hashes)),
    ...(first.archives && { archives: unique(same.flatMap(({ archives = [] }) => archives)) }),
    condition: same.reduce((all, { condition }) => conditions.or(all, condition), NEVER),
  };
}

/** Those of the chosen extras or groups that a lock does not have. */
export function unknownChoices(
  kind: UnknownChoice['kind'],
  chosen: readonly string[],
  known: readonly string[],
): readonly UnknownChoice[] {
  const names = new Set(known.map(normalizedName));
  return chosen.filter((name) => !names.has(normalizedName(name))).map((name) => ({ kind, name, known }));
}

/** Refuses a version of a format that is not known. */
export function unknownVersion(what: string, known: string, hint: string, span: Span): LockError {
  return new LockError({
    code: 'lock-version',
    message: `${what} is not known: mopy knows ${known}`,
    hint,
    span,
  });
}

/** A version of a lock file's format that a reader does not take. */
interface RefusedFormat {
  /** The name of the file. */
  readonly name: string;
  /** The version as it was read. */
  readonly version: unknown;
  readonly known: string;
  readonly hint: string;
  /** The place of the line that says the version; at the start of the text where there is none. */
  readonly span: Span;
}

/** Refuses a lock by its version, or because it says none: a table or a list is none. */
export function refusedFormat({ name, version, known, hint, span }: RefusedFormat): LockError {
  const written = spelledScalar(version);
  return written === undefined
    ? new LockError({
        code: 'lock-version',
        message: `\`${name}\` does not say which version of its format it has`,
        hint: 'let its tool write it anew; where it was merged by hand, look for what the merge left out',
        span: START,
      })
    : unknownVersion(`version ${written} of \`${name}\``, known, hint, span);
}

function spelledScalar(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return `"${value}"`;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return undefined;
  }
}

/** Hashes and names of a package's `files`; pdm has URLs for names where it is asked to. */
export function filesOf(table: Table): Pick<LockedPackage, 'hashes' | 'archives'> {
  const files = tablesOf(table['files']);
  return {
    hashes: files.flatMap(({ hash }) => textOf(hash) ?? []),
    archives: files.flatMap(({ file, url }) => archiveName(textOf(file) ?? textOf(url)) ?? []),
  };
}

/** The last segment of a path or URL; without the version of a resource or a hash. */
export function archiveName(address: string | undefined): string | undefined {
  return address?.replace(/[?#].*$/s, '').replace(/^.*\//s, '');
}

/** The problem of a package that lies where no build looks: on a machine, or in a repository that pip does not know. */
export function unavailableSource(name: string, span: Span): LockProblem {
  const message = `\`${name}\` comes from a place that the build does not have`;
  return sourceProblem(message, 'lock it from an index, a URL, git or a path below the build context', span);
}

/** The problem of a package whose source no build can have. */
export function sourceProblem(message: string, hint: string, span: Span): LockProblem {
  return { code: 'lock-source', message, hint, span };
}

/**
 * Refuses a lock that is made for other versions of Python. What is no constraint is not judged.
 *
 * @param constraint specifiers of PEP 440, `>=3.9,<4`, or poetry's spelling of them
 */
export function checkPython(file: LockFile, constraint: unknown, span: Span): readonly LockProblem[] {
  const text = textOf(constraint) ?? '*';
  if (takesPython(text, file.selection.python)) {
    return [];
  }
  return [
    {
      code: 'lock-python',
      message: `the lock is for Python ${text}, not for ${file.selection.python}`,
      hint: `change \`python\`, or lock for Python ${file.selection.python} too`,
      span,
    },
  ];
}

/**
 * Refuses a lock that is made for other systems.
 *
 * @param markers of the environments that it is made for; one is enough, and none is every environment
 */
export function checkEnvironments(file: LockFile, markers: unknown, span: Span): readonly LockProblem[] {
  const environment = { python: file.selection.python, extras: new Set<string>(), groups: new Set<string>() };
  const condition = conditionReader(file, environment);
  const texts = Array.isArray(markers) ? markers.filter((one) => typeof one === 'string') : [];
  const isFor = texts.length === 0 || texts.some((marker) => condition(marker, span) !== NEVER);
  return isFor ? [] : [foreignSystem(texts.map((marker) => `\`${marker}\``).join(', '), file, span)];
}

/** The problem of a lock whose environments are others than an image's. */
export function foreignSystem(environments: string, { selection }: LockFile, span: Span): LockProblem {
  return {
    code: 'lock-platform',
    message: `the lock is for ${environments}, not for Linux with Python ${selection.python}`,
    hint: 'lock for Linux and this Python too',
    span,
  };
}
