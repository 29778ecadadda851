import { normalizedName } from '../../basics/normalized-name.js';
import { compareVersions, parseVersion, type Version } from '../../requirement/parse-version.js';
import { requirementParts } from '../../requirement/requirement-parts.js';
import type { Span } from '../../source/source.js';
import { LockError } from '../lock.js';
import { conditionReader, type LockFile } from '../lock-file.js';
import { ALWAYS, type Condition } from '../markers/conditions.js';
import { possibleConditions } from '../markers/possible.js';
import { headerSpans, START } from '../places.js';
import { type Table, tableOf, tablesOf, textOf, textsOf } from '../values.js';
import { pythonCondition } from '../versions/python-constraint.js';
import { dependencyCondition, type PoetryDependency, poetryDependencies } from './poetry-dependency.js';

/** A `[[package]]` of a lock of poetry 1. */
export interface PoetryPackage {
  /** Normalised. */
  readonly name: string;
  readonly table: Table;
  readonly span: Span;
  readonly version?: Version;
  readonly source?: Table;
  /** Only wanted with an extra of the project. */
  readonly isOptional: boolean;
  readonly requires: readonly PoetryDependency[];
  /** The names of the dependencies that each extra adds, all normalised. */
  readonly extras: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The packages of a lock, with what is known of their conditions. */
export interface PoetryGraph {
  readonly packages: readonly PoetryPackage[];
  /** The newest first. */
  readonly byName: ReadonlyMap<string, readonly PoetryPackage[]>;
  /** Where the interpreter is one that a package is for. */
  readonly onPython: (one: PoetryPackage) => Condition;
  /** Where a dependency is wanted of a package with an extra, or without one. */
  readonly conditionOf: (dependency: PoetryDependency, extra: string, span: Span) => Condition;
  readonly isPossible: (condition: Condition) => boolean;
}

/** @throws LockError for a package without a name */
export function readPoetryGraph(file: LockFile, root: Table): PoetryGraph {
  const spans = headerSpans(file.text, 'package');
  const packages = tablesOf(root['package']).map((table, index) => readPackage(table, spans[index] ?? START));
  return { packages, ...graphOf(file, packages) };
}

function graphOf(file: LockFile, packages: readonly PoetryPackage[]): Omit<PoetryGraph, 'packages'> {
  const { conditions, selection } = file;
  const byName = new Map<string, PoetryPackage[]>();
  for (const one of packages.toSorted(newestFirst)) {
    byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  }
  const readers = new Map<string, ReturnType<typeof conditionReader>>();
  const readerFor = (extra: string) => {
    const { python } = selection;
    const reader =
      readers.get(extra) ?? conditionReader(file, { python, extras: new Set([extra]), groups: new Set() });
    readers.set(extra, reader);
    return reader;
  };
  return {
    byName,
    onPython: ({ table }) => pythonVersions(file, textOf(table['python-versions'])),
    conditionOf: (dependency, extra, span) =>
      dependencyCondition(file, dependency, (marker) => readerFor(extra)(marker, span)),
    isPossible: possibleConditions(conditions, selection.python),
  };
}

function newestFirst(a: PoetryPackage, b: PoetryPackage): number {
  return a.version && b.version ? compareVersions(b.version, a.version) : 0;
}

/** The condition that `python-versions` states; what is no constraint excludes none. */
export function pythonVersions({ conditions, selection: { python } }: LockFile, text = '*'): Condition {
  const environment = { python, extras: new Set<string>(), groups: new Set<string>() };
  return pythonCondition(text, conditions, environment) ?? ALWAYS;
}

function readPackage(table: Table, span: Span): PoetryPackage {
  const name = textOf(table['name']);
  if (name === undefined) {
    throw new LockError({
      code: 'lock-syntax',
      message: 'a package of the lock has no name',
      hint: 'let `poetry lock` write the file anew',
      span,
    });
  }
  const version = parseVersion(textOf(table['version']) ?? '');
  const source = tableOf(table['source']);
  // Folders count their own from themselves.
  const folder = source?.['type'] === 'directory' ? (textOf(source['url']) ?? '.') : '.';
  return {
    name: normalizedName(name),
    table,
    span,
    ...(version && { version }),
    ...(source && { source }),
    isOptional: table['optional'] === true,
    requires: Object.entries(tableOf(table['dependencies']) ?? {}).flatMap(([key, value]) =>
      poetryDependencies(key, value, folder),
    ),
    extras: new Map(
      Object.entries(tableOf(table['extras']) ?? {}).map(([extra, lines]) => [
        normalizedName(extra),
        new Set(textsOf(lines).map((line) => normalizedName(requirementParts(line)?.name ?? ''))),
      ]),
    ),
  };
}

/** The names of the packages that extras of the project bring along, with all that those may depend on. */
export function namesOfExtras(
  { byName }: PoetryGraph,
  extras: Table,
  chosen: readonly string[],
): ReadonlySet<string> {
  const wanted = new Set(chosen.map(normalizedName));
  const names = new Set(
    Object.entries(extras).flatMap(([extra, list]) =>
      wanted.has(normalizedName(extra)) ? textsOf(list).map(normalizedName) : [],
    ),
  );
  // A set that grows while it is gone through is gone through to its new end.
  for (const name of names) {
    for (const { requires } of byName.get(name) ?? []) {
      for (const dependency of requires) {
        names.add(dependency.name);
      }
    }
  }
  return names;
}
