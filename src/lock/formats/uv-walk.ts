import { normalizedName } from '../../basics/normalized-name.js';
import type { Span } from '../../source/source.js';
import type { LockProblem } from '../lock.js';
import type { LockFile } from '../lock-file.js';
import { ALWAYS, type Condition, NEVER } from '../markers/conditions.js';
import { START } from '../places.js';
import { type Table, tableOf, tablesOf, textOf, textsOf } from '../values.js';
import { type DependencyGraph, manifestGroups, type UvPackage, versionKey } from './uv-graph.js';

/** Conditions under which a package is reached, by package and, for their own dependencies, by extra. */
export type Reached = ReadonlyMap<UvPackage, ReadonlyMap<string, Condition>>;

/** The key of a package's own dependencies among those of its extras, none of which has an empty name. */
export const OWN = '';

/** An edge of the graph that is to be followed, with the condition that leads to its beginning. */
interface OpenEdge {
  readonly dependency: Table;
  readonly condition: Condition;
  readonly span: Span;
  /** The edge is a requirement that says no more of its target than a name. */
  readonly isRequirement?: true;
}

/** The end of the ways through a graph. */
interface Walk {
  readonly reached: Reached;
  /** Packages that something needs, and the lock does not have. */
  readonly missing: readonly LockProblem[];
}

/** Follows the edges from the projects and the chosen extras and groups to every package that an image can get. */
export function walk(file: LockFile, graph: DependencyGraph, root: Table): Walk {
  const { conditions, selection } = file;
  const missing: MissingEdge[] = [];
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
      for (const dependency of tablesOf(edges)) {
        open.push({ dependency, condition: now, span: one.span });
      }
    }
  };
  for (const project of graph.projects) {
    for (const extra of [OWN, ...selection.extras]) {
      reach(project, extra, ALWAYS);
    }
  }
  for (const edge of chosenGroups(graph, root, selection.groups)) {
    open.push(edge);
  }
  for (let edge = open.pop(); edge !== undefined; edge = open.pop()) {
    const { dependency, span } = edge;
    const condition = conditions.and(edge.condition, graph.condition(dependency['marker'], span));
    if (condition !== NEVER) {
      const targets = targetsOf(graph, dependency);
      if (targets.length === 0) {
        missing.push(edge);
      }
      for (const target of targets) {
        const both = edge.isRequirement
          ? conditions.and(condition, versionCondition(file, graph, target))
          : condition;
        for (const extra of [OWN, ...textsOf(dependency['extra']), ...textsOf(dependency['extras'])]) {
          reach(target, extra, both);
        }
      }
    }
  }
  return { reached, missing: missingProblems(file.text, missing) };
}

/** An edge that leads nowhere. */
type MissingEdge = Pick<OpenEdge, 'dependency' | 'span'>;

/** The problems of edges that lead nowhere, each at the name in the package where the edge begins. */
function missingProblems(text: string, missing: readonly MissingEdge[]): readonly LockProblem[] {
  const places = new Map<Span, ReadonlyMap<string, Span>>();
  return missing.map(({ dependency, span: from }) => {
    const known = places.get(from) ?? namePlaces(text, from);
    places.set(from, known);
    const name = textOf(dependency['name']) ?? '';
    const version = textOf(dependency['version']);
    return {
      code: 'lock-syntax',
      message: `the lock needs \`${name}${version === undefined ? '' : `==${version}`}\` here, and has no such package`,
      hint: 'let `uv lock` write the file anew; where it was merged by hand, look for what the merge left out',
      span: known.get(name) ?? from,
    };
  });
}

/** The first place of each name in the rest of a package. */
function namePlaces(text: string, { end: start }: Span): ReadonlyMap<string, Span> {
  const end = text.indexOf('\n[[package]]', start);
  const matches = [...text.slice(start, end < 0 ? text.length : end).matchAll(/name = "([^"\n]*)"/g)];
  return new Map(
    matches.toReversed().map(({ index, 0: found, 1: name = '' }) => {
      const at = start + index;
      return [name, { start: at, end: at + found.length }];
    }),
  );
}

function chosenGroups(graph: DependencyGraph, root: Table, groups: readonly string[]): readonly OpenEdge[] {
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
      span: START,
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
