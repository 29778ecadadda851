import type { Span } from '../../source/source.js';
import type { LockFile } from '../lock-file.js';
import { type Condition, NEVER } from '../markers/conditions.js';
import { isFromIndex, isTaken, type PoetryDependency } from './poetry-dependency.js';
import type { PoetryGraph, PoetryPackage } from './poetry-graph.js';

/** A dependency of the project, or of a package where that is installed. */
export interface PoetryRequirement {
  readonly dependency: PoetryDependency;
  readonly condition: Condition;
  /** Packages of that name, the preferred ones first. */
  readonly candidates: readonly PoetryPackage[];
  /** Whose dependency it is; absent for the project. */
  readonly by?: PoetryPackage;
  /** In the lock, or in the project's file. */
  readonly span: Span;
}

/** Where packages are installed, and the requirements that none of them meets. */
export interface PoetryWalk {
  readonly installed: ReadonlyMap<PoetryPackage, Condition>;
  readonly missing: readonly PoetryRequirement[];
}

/** The tables that a walk reads and writes. */
interface WalkState {
  readonly file: LockFile;
  readonly graph: PoetryGraph;
  /** The project's name: a package may depend on it in turn. */
  readonly project: string | undefined;
  /** Choices that are not to be made. */
  readonly excluded: ReadonlyMap<PoetryPackage, Condition>;
  /** Choices that a requirement does not take. */
  readonly rejected: Map<PoetryPackage, Condition>;
  /** By package and extra. */
  readonly reached: Map<PoetryPackage, Map<string, Condition>>;
  readonly open: PoetryRequirement[];
  readonly missing: PoetryRequirement[];
}

/**
 * Follows requirements through a lock of poetry 1. Under one condition one version of a package is installed: the first
 * that is chosen. Where a requirement that is met later does not take it, all begins anew without that choice.
 */
export function walkPoetry(
  file: LockFile,
  graph: PoetryGraph,
  requirements: readonly PoetryRequirement[],
  project: string | undefined,
): PoetryWalk {
  const { or } = file.conditions;
  const excluded = new Map<PoetryPackage, Condition>();
  for (;;) {
    const state = walkOnce({ file, graph, project, excluded }, requirements);
    const further = [...state.rejected].map(
      ([one, where]) => [one, or(excluded.get(one) ?? NEVER, where)] as const,
    );
    if (further.every(([one, where]) => excluded.get(one) === where)) {
      const installed = [...state.reached].map(([one, extras]) => [one, extras.get(OWN) ?? NEVER] as const);
      return { installed: new Map(installed), missing: state.missing };
    }
    for (const [one, where] of further) {
      excluded.set(one, where);
    }
  }
}

function walkOnce(
  given: Pick<WalkState, 'file' | 'graph' | 'project' | 'excluded'>,
  requirements: readonly PoetryRequirement[],
): WalkState {
  const state: WalkState = {
    ...given,
    rejected: new Map(),
    reached: new Map(),
    open: [...requirements],
    missing: [],
  };
  // A list that grows while it is gone through is gone through to its new end.
  for (const requirement of state.open) {
    meet(state, requirement);
  }
  return state;
}

/** The key of a package's own dependencies among those of its extras, none of which has an empty name. */
const OWN = '';

/** Where both hold; `NEVER` where no image can have that. */
function both({ file, graph }: WalkState, a: Condition, b: Condition): Condition {
  const condition = file.conditions.and(a, b);
  return graph.isPossible(condition) ? condition : NEVER;
}

/** Installs what a requirement takes: what is chosen already, and else the preferred candidate that is for the Python. */
function meet(state: WalkState, requirement: PoetryRequirement): void {
  const { dependency, candidates } = requirement;
  const { and, not } = state.file.conditions;
  const taken = takenBy(dependency, candidates);
  let rest = requirement.condition;
  for (const one of candidates) {
    const where = both(state, rest, state.reached.get(one)?.get(OWN) ?? NEVER);
    if (where === NEVER) {
      continue;
    }
    if (taken.includes(one)) {
      reachWithExtras(state, one, dependency, where);
    } else {
      state.rejected.set(one, state.file.conditions.or(state.rejected.get(one) ?? NEVER, where));
    }
    rest = and(rest, not(where));
  }
  for (const one of taken) {
    const free = and(rest, not(state.excluded.get(one) ?? NEVER));
    const where = both(state, free, state.graph.onPython(one));
    if (where !== NEVER) {
      reachWithExtras(state, one, dependency, where);
      rest = and(rest, not(where));
    }
  }
  if (state.graph.isPossible(rest)) {
    state.missing.push(requirement);
  }
}

/** The candidates that a dependency takes; one that names an index those of it, where the lock has any. */
export function takenBy(
  dependency: PoetryDependency,
  candidates: readonly PoetryPackage[],
): readonly PoetryPackage[] {
  const taken = candidates.filter(({ version, source }) => isTaken(dependency, version, source));
  const fromIndex = taken.filter(({ source }) => isFromIndex(dependency, source));
  return fromIndex.length > 0 ? fromIndex : taken;
}

function reachWithExtras(
  state: WalkState,
  one: PoetryPackage,
  { extras }: PoetryDependency,
  where: Condition,
): void {
  for (const extra of [OWN, ...extras]) {
    reach(state, one, extra, where);
  }
}

function reach(state: WalkState, one: PoetryPackage, extra: string, where: Condition): void {
  const { file, graph, reached, open } = state;
  const known = reached.get(one) ?? new Map<string, Condition>();
  reached.set(one, known);
  const before = known.get(extra) ?? NEVER;
  const now = file.conditions.or(before, where);
  if (now === before) {
    return;
  }
  known.set(extra, now);
  const { requires, extras, span } = one;
  for (const dependency of requires) {
    const isWanted = dependency.isOptional
      ? extras.get(extra)?.has(dependency.name) === true
      : extra === OWN || dependency.markers.some((marker) => /\bextra\b/.test(marker));
    const condition = isWanted ? both(state, now, graph.conditionOf(dependency, extra, span)) : NEVER;
    if (condition !== NEVER && dependency.name !== state.project) {
      open.push({
        dependency,
        condition,
        candidates: graph.byName.get(dependency.name) ?? [],
        by: one,
        span,
      });
    }
  }
}
