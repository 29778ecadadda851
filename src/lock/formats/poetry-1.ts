import { normalizedName } from '../../basics/normalized-name.js';
import { LockError, type LockProblem, type LockReading } from '../lock.js';
import {
  type ConditionalPackage,
  checkPython,
  conditionReader,
  filesOf,
  type LockFile,
  unavailableSource,
  unknownChoices,
  withMarkers,
} from '../lock-file.js';
import { type Condition, NEVER } from '../markers/conditions.js';
import { poetryOrigin } from '../origins/content-hash.js';
import { keySpan, START } from '../places.js';
import { type Table, tableOf, textOf } from '../values.js';
import { dependencyCondition } from './poetry-dependency.js';
import {
  namesOfExtras,
  type PoetryGraph,
  type PoetryPackage,
  pythonVersions,
  readPoetryGraph,
} from './poetry-graph.js';
import { type GroupedDependency, MAIN, type PoetryProject, readPoetryProject } from './poetry-project.js';
import { poetrySource } from './poetry-sources.js';
import { type PoetryRequirement, takenBy, walkPoetry } from './poetry-walk.js';

/** Makes a lock of poetry 1 anew, its versions kept. */
const ANEW = 'poetry lock --no-update';

/**
 * Reads a `poetry.lock` of version 2.0, or 1.1, which poetry 1 writes: packages with their dependencies. Which of them are
 * installed, the project beside it says. They are found as poetry's own exporter finds them.
 *
 * @throws LockError
 */
export function readPoetry1Lock(file: LockFile, root: Table, metadata: Table): LockReading {
  const project = projectOf(file, metadata);
  const { extras, groups } = file.selection;
  const knownExtras = tableOf(root['extras']) ?? {};
  const unknown = [
    ...unknownChoices('extra', extras, Object.keys(knownExtras)),
    ...unknownChoices('group', groups, project.groups),
  ];
  const problems = checkPython(file, metadata['python-versions'], keySpan(file.text, 'python-versions'));
  const origins = poetryOrigin(metadata, ANEW);
  if (unknown.length > 0 || problems.length > 0) {
    return { packages: [], unknown, problems, origins };
  }
  const graph = readPoetryGraph(file, root);
  const requirements = requirementsOf(file, graph, project, knownExtras);
  const { installed, missing } = walkPoetry(file, graph, requirements, project.name);
  const list = packagesOf(graph, installed, tableOf(metadata['files']));
  return {
    packages: withMarkers(file, list.packages),
    unknown,
    problems: [...missingProblems(missing, metadata), ...list.problems],
    origins,
  };
}

function projectOf({ text, project }: LockFile, metadata: Table): PoetryProject {
  if (project === undefined) {
    throw new LockError({
      code: 'lock-project',
      message: `a lock of version ${String(metadata['lock-version'])} says what to install only together with \`pyproject.toml\`, which the build does not have beside it`,
      hint: 'put it there, and keep ignore files from leaving it out; or lock with poetry 2 (`poetry lock`), whose locks say it themselves',
      place: 'none',
      span: keySpan(text, 'lock-version'),
    });
  }
  try {
    return readPoetryProject(project);
  } catch (error) {
    throw error instanceof LockError ? new LockError({ ...error.problem, place: 'project' }) : error;
  }
}

/** The dependencies of the project's chosen groups. Optional ones need an extra, unless the lock has them without. */
function requirementsOf(
  file: LockFile,
  graph: PoetryGraph,
  project: PoetryProject,
  knownExtras: Table,
): readonly PoetryRequirement[] {
  const { extras, groups } = file.selection;
  const chosen = new Set([MAIN, ...groups.map(normalizedName)]);
  const ofExtras = namesOfExtras(graph, knownExtras, extras);
  const onPython = pythonVersions(file, project.python);
  return project.dependencies.flatMap(({ group, dependency, span }) => {
    const all = graph.byName.get(dependency.name) ?? [];
    const isOptional = takenBy(dependency, all)[0]?.isOptional ?? dependency.isOptional;
    const condition = file.conditions.and(onPython, graph.conditionOf(dependency, '', span));
    const isLeftOut = !chosen.has(group) || (isOptional && !ofExtras.has(dependency.name));
    return isLeftOut || !graph.isPossible(condition)
      ? []
      : [{ dependency, condition, candidates: preferred(file, all, dependency, project), span }];
  });
}

/** Minor versions of Python that a lock can be for. */
const MINORS = Array.from({ length: 30 }, (_, minor) => `3.${minor}`);

/**
 * Candidates for a dependency of the project: of several, those first that are for all the Pythons for which it is wanted,
 * as poetry has it.
 */
function preferred(
  file: LockFile,
  candidates: readonly PoetryPackage[],
  dependency: GroupedDependency['dependency'],
  project: PoetryProject,
): readonly PoetryPackage[] {
  if (candidates.length < 2) {
    return candidates;
  }
  const environments = MINORS.map((python) => {
    const there = { ...file, selection: { ...file.selection, python } };
    const read = conditionReader(there, { python, extras: new Set(), groups: new Set() });
    const wanted = dependencyCondition(there, dependency, (marker) => read(marker, START));
    const isWanted = file.conditions.and(wanted, pythonVersions(there, project.python)) !== NEVER;
    return { there, isWanted };
  });
  const isForAll = ({ table }: PoetryPackage): boolean =>
    environments.every(
      ({ there, isWanted }) => !isWanted || pythonVersions(there, textOf(table['python-versions'])) !== NEVER,
    );
  const forAll = new Set(candidates.filter(isForAll));
  return [...forAll, ...candidates.filter((one) => !forAll.has(one))];
}

/** The packages that are installed, and the problems of those whose source no build has. */
function packagesOf(
  { packages }: PoetryGraph,
  installed: ReadonlyMap<PoetryPackage, Condition>,
  files: Table | undefined,
): { readonly packages: readonly ConditionalPackage[]; readonly problems: readonly LockProblem[] } {
  const problems: LockProblem[] = [];
  const found = packages.flatMap((one): readonly ConditionalPackage[] => {
    const { table, span } = one;
    const condition = installed.get(one) ?? NEVER;
    const name = textOf(table['name']) ?? '';
    const version = textOf(table['version']);
    const source = poetrySource(one.source);
    if (condition === NEVER) {
      return [];
    }
    if (source === undefined) {
      problems.push(unavailableSource(name, span));
      return [];
    }
    const isHashed = source.kind === 'index' || source.kind === 'url';
    return [
      {
        name,
        ...(version !== undefined && { version }),
        ...(isHashed ? filesOf(files === undefined ? table : { files: files[name] }) : { hashes: [] }),
        source,
        span,
        condition,
      },
    ];
  });
  return { packages: found, problems };
}

/** Packages that poetry before 1.3 has in no lock. */
const NEVER_LOCKED = new Set(['setuptools', 'distribute', 'pip', 'wheel']);

function missingProblems(missing: readonly PoetryRequirement[], metadata: Table): readonly LockProblem[] {
  const hint = `make the lock anew: \`${ANEW}\``;
  const known = new Set<string>();
  return missing.flatMap(({ dependency: { name }, by, span }): readonly LockProblem[] => {
    const key = `${name} ${span.start} ${by?.name ?? ''}`;
    const isLeftOut = metadata['lock-version'] !== '2.0' && NEVER_LOCKED.has(name);
    if (isLeftOut || known.has(key)) {
      return [];
    }
    known.add(key);
    return by === undefined
      ? [
          {
            code: 'lock-incomplete',
            message: `the lock beside this file has no \`${name}\` that fits here`,
            hint,
            place: 'project',
            span,
          },
        ]
      : [
          {
            code: 'lock-incomplete',
            message: `\`${by.name}\` needs \`${name}\`, of which the lock has none that fits`,
            hint,
            span,
          },
        ];
  });
}
