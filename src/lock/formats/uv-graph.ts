import { normalizedName } from '../../basics/normalized-name.js';
import type { Span } from '../../source/source.js';
import { LockError } from '../lock.js';
import { conditionReader, type LockFile, type ReadCondition } from '../lock-file.js';
import { headerSpans, START } from '../places.js';
import { type Table, tableOf, tablesOf, textOf, textsOf } from '../values.js';
import { localFolder } from './uv-sources.js';

/** A `[[package]]`. */
export interface UvPackage {
  readonly name: string;
  readonly table: Table;
  readonly source: Table;
  readonly span: Span;
}

/** The packages of a `uv.lock` with their edges, and the condition that each edge holds under. */
export interface DependencyGraph {
  readonly packages: readonly UvPackage[];
  readonly byName: ReadonlyMap<string, readonly UvPackage[]>;
  /** By name and version. */
  readonly byVersion: ReadonlyMap<string, readonly UvPackage[]>;
  /** The project of the lock's own folder, or all members of a workspace that has none there. */
  readonly projects: readonly UvPackage[];
  /** The names of all projects of a workspace. */
  readonly members: ReadonlySet<string>;
  readonly condition: ReadCondition;
}

/**
 * Reads the packages of a `uv.lock`.
 *
 * @throws LockError for a package without a name or a source
 */
export function readDependencyGraph(file: LockFile, root: Table): DependencyGraph {
  const spans = headerSpans(file.text, 'package');
  const packages = tablesOf(root['package']).map((table, index): UvPackage => {
    const span = spans[index] ?? START;
    const name = textOf(table['name']);
    const source = tableOf(table['source']);
    if (name === undefined || source === undefined) {
      throw new LockError({
        code: 'lock-syntax',
        message: 'a package of the lock has no name or no source',
        hint: 'let `uv lock` write the file anew',
        span,
      });
    }
    return { name, table, source, span };
  });
  const byName = new Map<string, UvPackage[]>();
  const byVersion = new Map<string, UvPackage[]>();
  for (const one of packages) {
    addTo(byName, one.name, one);
    addTo(byVersion, versionKey(one.name, one.table['version']), one);
  }
  const members = new Set(textsOf(tableOf(root['manifest'])?.['members']));
  const own = packages.filter(({ source }) => localFolder(source) === '.');
  const projects = own.length > 0 ? own : packages.filter(({ name }) => members.has(name));
  const condition = conditionReader(file, {
    python: file.selection.python,
    extras: new Set(projects.flatMap(({ name }) => conflictNames(file, name))),
    groups: new Set(),
  });
  return { packages, byName, byVersion, projects, members, condition };
}

function addTo(index: Map<string, UvPackage[]>, key: string, one: UvPackage): void {
  const known = index.get(key) ?? [];
  known.push(one);
  index.set(key, known);
}

/** The key of a package's version in `byVersion`. */
export function versionKey(name: string, version: unknown): string {
  return JSON.stringify([name, version]);
}

/** How markers of a lock with conflicting extras name those that are chosen: `extra-4-name-cpu`. */
function conflictNames({ selection: { extras, groups } }: LockFile, name: string): readonly string[] {
  return [
    ...extras.map((extra) => `extra-${name.length}-${name}-${normalizedName(extra)}`),
    ...groups.map((group) => `group-${name.length}-${name}-${normalizedName(group)}`),
  ];
}

/** Groups of a workspace without a project of its own: their requirements stand in the manifest. */
export function manifestGroups(root: Table): Table {
  return tableOf(tableOf(root['manifest'])?.['dependency-groups']) ?? {};
}
