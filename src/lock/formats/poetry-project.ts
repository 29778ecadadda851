import { normalizedName } from '../../basics/normalized-name.js';
import { unique } from '../../basics/unique.js';
import type { Span } from '../../source/source.js';
import { LockError } from '../lock.js';
import { keyPlaces, keySpan } from '../places.js';
import { PYPROJECT } from '../pyproject.js';
import { readToml, type Table, tableOf, textOf } from '../values.js';
import { type PoetryDependency, poetryDependencies } from './poetry-dependency.js';

/** The group of the project's own dependencies. */
export const MAIN = 'main';

/** `[tool.poetry]` of a project, as poetry 1 reads it. */
export interface PoetryProject {
  /** Normalised; absent for one without a package of its own. */
  readonly name?: string;
  /** The versions of Python that it is for. */
  readonly python?: string;
  /** Names as they are written. */
  readonly groups: readonly string[];
  readonly dependencies: readonly GroupedDependency[];
}

/** A dependency with its group and its place in the project's file. */
export interface GroupedDependency {
  /** Normalised. */
  readonly group: string;
  readonly dependency: PoetryDependency;
  readonly span: Span;
}

/**
 * Reads the `pyproject.toml` beside a lock of poetry 1: dependencies and groups, those of `dev-dependencies` too.
 *
 * @throws LockError, with places in that file
 */
export function readPoetryProject(text: string): PoetryProject {
  const root = readToml(text, PYPROJECT);
  const poetry = tableOf(tableOf(root['tool'])?.['poetry']);
  if (poetry === undefined || tableOf(root['project'])?.['dependencies'] !== undefined) {
    throw new LockError({
      code: 'lock-project',
      message: 'poetry 1, which made the lock beside this file, does not take dependencies from `[project]`',
      hint: 'make the lock anew with poetry 2: `poetry lock`',
      span: keySpan(text, 'dependencies'),
    });
  }
  const name = textOf(poetry['name']);
  const groups = groupTables(poetry);
  const placeOf = keyPlaces(text);
  const [python] = Object.entries(tableOf(poetry['dependencies']) ?? {}).flatMap(([key, value]) =>
    isPython(key) ? (textOf(value) ?? []) : [],
  );
  return {
    ...(name !== undefined && { name: normalizedName(name) }),
    ...(python !== undefined && { python }),
    groups: unique(groups.map(({ group }) => group)),
    dependencies: groups.flatMap(({ group, table, header }) =>
      Object.entries(table).flatMap(([key, value]) =>
        isPython(key)
          ? []
          : poetryDependencies(key, value, '.').map((dependency) => ({
              group: normalizedName(group),
              dependency,
              span: placeOf(header, key),
            })),
      ),
    ),
  };
}

function isPython(name: string): boolean {
  return name.toLowerCase() === 'python';
}

interface GroupTable {
  readonly group: string;
  readonly table: Table;
  /** The table's name in the file. */
  readonly header: string;
}

function groupTables(poetry: Table): readonly GroupTable[] {
  const named = Object.entries(tableOf(poetry['group']) ?? {}).map(([group, value]) => ({
    group,
    table: tableOf(tableOf(value)?.['dependencies']) ?? {},
    header: `tool.poetry.group.${group}.dependencies`,
  }));
  const development = tableOf(poetry['dev-dependencies']);
  return [
    { group: MAIN, table: tableOf(poetry['dependencies']) ?? {}, header: 'tool.poetry.dependencies' },
    ...named,
    ...(development ? [{ group: 'dev', table: development, header: 'tool.poetry.dev-dependencies' }] : []),
  ];
}
