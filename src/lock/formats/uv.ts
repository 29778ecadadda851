import { normalizedName } from '../../basics/normalized-name.js';
import { unique } from '../../basics/unique.js';
import type { Span } from '../../source/source.js';
import { LockError, type LockOrigin, type LockReading } from '../lock.js';
import {
  type ConditionalPackage,
  checkPython,
  conditionReader,
  type LockFile,
  type ReadCondition,
  sourceProblem,
  unknownChoices,
  unknownVersion,
  withMarkers,
} from '../lock-file.js';
import { ALWAYS, type Condition, NEVER } from '../markers/conditions.js';
import { requirementsOrigin } from '../origins/requirements.js';
import { headerSpans, keySpan, readToml, type Table, tableOf, tablesOf, textOf, textsOf } from '../values.js';
import { archivesOf, hashesOf, localFolder, sourceOf } from './uv-sources.js';

/**
 * Reads a `uv.lock` of version 1, whatever its revision: those only add what an older uv passes over. A lock is a graph
 * with markers on its edges; a package is installed where the markers of one of the ways to it hold. The project itself
 * is left out, and so are development groups that nobody names.
 *
 * @throws LockError
 */
export function readUvLock(file: LockFile): LockReading {
  const root = readToml(file.text);
  if (root['version'] !== 1) {
    throw unknownVersion(
      `version ${String(root['version'])} of \`uv.lock\``,
      'version 1',
      '`uv export --output-file requirements.txt` writes a requirements file: name that',
      keySpan(file.text, 'version'),
    );
  }
  const graph = readDependencyGraph(file, root);
  const unknown = [
    ...unknownChoices('extra', file.selection.extras, knownNames(graph.projects, 'optional-dependencies')),
    ...unknownChoices('group', file.selection.groups, [
      ...knownNames(graph.projects, 'dev-dependencies'),
      ...Object.keys(manifestGroups(root)),
    ]),
  ];
  const problems = checkPython(file, root['requires-python'], keySpan(file.text, 'requires-python'));
  const origins = originsOf(file, graph);
  if (unknown.length > 0 || problems.length > 0) {
    return { packages: [], unknown, problems, origins };
  }
  return { ...install(file, graph, walk(file, graph, root)), unknown, origins };
}

/** A `[[package]]`. */
interface UvPackage {
  readonly name: string;
  readonly table: Table;
  readonly source: Table;
  readonly span: Span;
}

interface DependencyGraph {
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

function readDependencyGraph(file: LockFile, root: Table): DependencyGraph {
  const spans = headerSpans(file.text, 'package');
  const packages = tablesOf(root['package']).map((table, index): UvPackage => {
    const span = spans[index] ?? { start: 0, end: 0 };
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

/** Of other folders that are depended on uv notes less. */
function originsOf(file: LockFile, { packages, projects, members }: DependencyGraph): readonly LockOrigin[] {
  return packages.flatMap((one) => {
    const folder = localFolder(one.source);
    const isOwn = projects.includes(one) || members.has(one.name);
    return folder === undefined || !isOwn ? [] : requirementsOrigin(file, one.table, folder);
  });
}

function addTo(index: Map<string, UvPackage[]>, key: string, one: UvPackage): void {
  const known = index.get(key) ?? [];
  known.push(one);
  index.set(key, known);
}

function versionKey(name: string, version: unknown): string {
  return JSON.stringify([name, version]);
}

/** How markers of a lock with conflicting extras name those that are chosen: `extra-4-name-cpu`. */
function conflictNames({ selection: { extras, groups } }: LockFile, name: string): readonly string[] {
  return [
    ...extras.map((extra) => `extra-${name.length}-${name}-${normalizedName(extra)}`),
    ...groups.map((group) => `group-${name.length}-${name}-${normalizedName(group)}`),
  ];
}

function knownNames(
  projects: readonly UvPackage[],
  key: 'optional-dependencies' | 'dev-dependencies',
): readonly string[] {
  return projects.flatMap(({ table }) => {
    const metadata = tableOf(table['metadata']);
    const declared =
      key === 'optional-dependencies'
        ? textsOf(metadata?.['provides-extras'])
        : Object.keys(tableOf(metadata?.['requires-dev']) ?? {});
    return unique([...declared, ...Object.keys(tableOf(table[key]) ?? {})]);
  });
}

/** Groups of a workspace without a project of its own: their requirements stand in the manifest. */
function manifestGroups(root: Table): Table {
  return tableOf(tableOf(root['manifest'])?.['dependency-groups']) ?? {};
}

/** Conditions under which a package is reached, by package and, for their own dependencies, by extra. */
type Reached = ReadonlyMap<UvPackage, ReadonlyMap<string, Condition>>;

/** The key of a package's own dependencies among those of its extras, none of which has an empty name. */
const OWN = '';

/** An edge of the graph that is to be followed, with the condition that leads to its beginning. */
interface OpenEdge {
  readonly dependency: Table;
  readonly condition: Condition;
  readonly span: Span;
  /** The edge is a requirement that says no more of its target than a name. */
  readonly isRequirement?: true;
}

function walk(file: LockFile, graph: DependencyGraph, root: Table): Reached {
  const { conditions, selection } = file;
  const reached = new Map<UvPackage, Map<string, Condition>>();
  const open: OpenEdge[] = [];
  const reach = (one: UvPackage, extra: string, condition: Condition): void => {
    const known = reached.get(one) ?? new Map<string, Condition>();
    reached.set(one, known);
    const before = known.get(extra) ?? NEVER;
    const now = conditions.or(before, condition);
    if (now !== before) {
      known.set(extra, now);
      const edges = extra === OWN ? one.table['dependencies'] : entry(one, 'optional-dependencies', extra);
      open.push(...tablesOf(edges).map((dependency) => ({ dependency, condition: now, span: one.span })));
    }
  };
  for (const project of graph.projects) {
    for (const extra of [OWN, ...selection.extras]) {
      reach(project, extra, ALWAYS);
    }
  }
  open.push(...chosenGroups(graph, root, selection.groups));
  for (let edge = open.pop(); edge !== undefined; edge = open.pop()) {
    const { dependency, span } = edge;
    const condition = conditions.and(edge.condition, graph.condition(dependency['marker'], span));
    if (condition !== NEVER) {
      for (const target of targetsOf(graph, dependency)) {
        const both = edge.isRequirement
          ? conditions.and(condition, versionCondition(file, graph, target))
          : condition;
        for (const extra of [OWN, ...textsOf(dependency['extra']), ...textsOf(dependency['extras'])]) {
          reach(target, extra, both);
        }
      }
    }
  }
  return reached;
}

function chosenGroups(graph: DependencyGraph, root: Table, groups: readonly string[]): readonly OpenEdge[] {
  const start = { start: 0, end: 0 };
  return groups.flatMap((group) => [
    ...graph.projects.flatMap((project) =>
      tablesOf(entry(project, 'dev-dependencies', group)).map((dependency) => ({
        dependency,
        condition: ALWAYS,
        span: project.span,
      })),
    ),
    ...tablesOf(named(manifestGroups(root), group)).map((dependency) => ({
      dependency,
      condition: ALWAYS,
      span: start,
      isRequirement: true as const,
    })),
  ]);
}

/** Where a version of a package is the one to install, of several. */
function versionCondition(
  { conditions }: LockFile,
  graph: DependencyGraph,
  { table, span }: UvPackage,
): Condition {
  const markers = textsOf(table['resolution-markers']);
  return markers.length === 0
    ? ALWAYS
    : markers.reduce((all, marker) => conditions.or(all, graph.condition(marker, span)), NEVER);
}

function entry(one: UvPackage, key: string, name: string): unknown {
  return named(tableOf(one.table[key]) ?? {}, name);
}

function named(table: Table, name: string): unknown {
  return Object.entries(table).find(([key]) => normalizedName(key) === normalizedName(name))?.[1];
}

/** The packages that an edge leads to: version and source stand where the name alone says too little. */
function targetsOf({ byName, byVersion }: DependencyGraph, dependency: Table): readonly UvPackage[] {
  const { version, source } = dependency;
  const name = textOf(dependency['name']) ?? '';
  const candidates =
    (version === undefined ? byName.get(name) : byVersion.get(versionKey(name, version))) ?? [];
  const wanted = JSON.stringify(source);
  return source === undefined
    ? candidates
    : candidates.filter(({ table }) => JSON.stringify(table['source']) === wanted);
}

function install(
  file: LockFile,
  graph: DependencyGraph,
  reached: Reached,
): Pick<LockReading, 'packages' | 'problems'> {
  const own = new Set(graph.projects);
  const packages: ConditionalPackage[] = [];
  const problems: LockReading['problems'][number][] = [];
  for (const one of graph.packages) {
    const extras = reached.get(one);
    if (extras === undefined || own.has(one) || one.source['virtual'] !== undefined) {
      continue;
    }
    const source = sourceOf(one.source);
    if (source === undefined) {
      problems.push(
        sourceProblem(
          `\`${one.name}\` comes from a place that the build does not have`,
          'lock it from an index, a URL, git or a path below the build context',
          one.span,
        ),
      );
      continue;
    }
    const version = textOf(one.table['version']);
    packages.push({
      name: one.name,
      ...(version !== undefined && { version }),
      hashes: source.kind === 'git' || source.kind === 'path' ? [] : hashesOf(one.table),
      ...(source.kind === 'index' && { archives: archivesOf(one.table) }),
      source,
      span: one.span,
      condition: extras.get(OWN) ?? NEVER,
    });
  }
  return { packages: withMarkers(file, packages), problems };
}
