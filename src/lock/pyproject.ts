import { normalizedName } from '../basics/normalized-name.js';
import { type FileWords, readToml, type Table, tableOf, textOf, textsOf } from './values.js';

/** `[project]` and `[dependency-groups]` of a pyproject.toml, as they are written. */
export interface Pyproject {
  /** Absent without `[project]`, or where that has none. */
  readonly name?: string;
  readonly hasProject: boolean;
  /** Requirements of PEP 508; undefined where only the build back end knows them. */
  readonly dependencies?: readonly string[];
  /** By normalised names; undefined where only the build back end knows them. */
  readonly extras?: ReadonlyMap<string, readonly string[]>;
  /** PEP 735, by normalised names: requirements, and tables `{include-group = "name"}`. */
  readonly groups: ReadonlyMap<string, readonly unknown[]>;
  /** uv's own list, older than PEP 735: it belongs to the group `dev`. */
  readonly developmentOfUv: readonly string[];
}

/** Words for a pyproject.toml that cannot be read. */
export const PYPROJECT: FileWords = {
  name: 'pyproject.toml',
  hint: 'it is TOML (https://toml.io): mend the line, or what a merge has left behind',
};

/**
 * Reads a pyproject.toml (PEP 621, PEP 735).
 *
 * @throws LockError for what is no TOML
 */
export function readPyproject(text: string): Pyproject {
  const root = readToml(text, PYPROJECT);
  const project = tableOf(root['project']);
  const name = textOf(project?.['name']);
  const dependencies = project && staticDependencies(project, root);
  const extras = project && staticExtras(project, root);
  return {
    hasProject: project !== undefined,
    ...(name !== undefined && { name }),
    ...(dependencies && { dependencies }),
    ...(extras && { extras }),
    groups: namedLists(root['dependency-groups'], (list) => (Array.isArray(list) ? list : [])),
    developmentOfUv: textsOf(tableOf(tableOf(root['tool'])?.['uv'])?.['dev-dependencies']),
  };
}

/** poetry takes its own table where `[project]` has no dependencies. */
function staticDependencies(project: Table, root: Table): readonly string[] | undefined {
  const written = project['dependencies'];
  const ofPoetry = tableOf(tableOf(tableOf(root['tool'])?.['poetry'])?.['dependencies']);
  const isDynamic =
    textsOf(project['dynamic']).includes('dependencies') || (written === undefined && ofPoetry !== undefined);
  return isDynamic ? undefined : textsOf(written);
}

/** Of poetry's own extras its table alone says what belongs to them. */
function staticExtras(project: Table, root: Table): Pyproject['extras'] {
  const written = project['optional-dependencies'];
  const ofPoetry = tableOf(tableOf(tableOf(root['tool'])?.['poetry'])?.['extras']);
  const isDynamic =
    textsOf(project['dynamic']).includes('optional-dependencies') ||
    (written === undefined && ofPoetry !== undefined);
  return isDynamic ? undefined : namedLists(written, textsOf);
}

function namedLists<T>(
  value: unknown,
  read: (list: unknown) => readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const table = tableOf(value) ?? {};
  return new Map(Object.entries(table).map(([name, list]) => [normalizedName(name), read(list)]));
}
