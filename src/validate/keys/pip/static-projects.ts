import { normalizedName } from '../../../basics/normalized-name.js';
import type { VisibleContext } from '../../../context/context.js';
import type { IncludedRequirements } from '../../../context/requirements/included.js';
import { stringPlaces } from '../../../lock/places.js';
import type { Pyproject } from '../../../lock/pyproject.js';
import { bothMarkers, isCovered, withJoinedMarkers } from '../../../requirement/joined-markers.js';
import { isArchiveName } from '../../../requirement/local-path.js';
import { parseRequirementLine } from '../../../requirement/parse-requirement.js';
import { requirementParts } from '../../../requirement/requirement-parts.js';
import type { Source, Span } from '../../../source/source.js';
import type { LocalRequirement, ProjectDependency, Requirement } from '../../mopyfile.js';
import { localTail, readLocalPyproject } from './local-pyproject.js';
import { sensitiveText } from './sensitive-text.js';

/** A project folder whose pyproject.toml says all that pip has to know of its dependencies. */
interface StaticProject {
  readonly pyproject: Pyproject;
  readonly dependencies: readonly string[];
  readonly source: Source;
  /** The place of a line in the file. */
  readonly placeOf: (line: string) => Span;
}

type Projects = ReadonlyMap<string, StaticProject>;

/**
 * Gives local projects their dependencies, where all of them are static: those can be installed before the projects then.
 * Archives, and projects that only a build back end knows, may depend on another project of the context by its name, which
 * pip finds when it is given both: with one of these all requirements stay as they are.
 */
export async function withStaticDependencies(
  requirements: readonly Requirement[],
  included: IncludedRequirements,
  visible: VisibleContext,
): Promise<readonly Requirement[]> {
  const local = requirements.flatMap((entry) =>
    entry.kind === 'lock' ? entry.further.filter(isLocal) : isLocal(entry) ? [entry] : [],
  );
  const hidden = included.paths.some(({ path, kind }) => kind === 'directory' || isArchiveName(path));
  if (hidden || local.some(({ path }) => path.kind === 'file')) {
    return requirements;
  }
  const projects = new Map<string, StaticProject>();
  for (const { path } of local) {
    const project = await readProject(path.path, visible);
    if (project === undefined) {
      return requirements;
    }
    projects.set(path.path, project);
  }
  const known = local.map((entry) => dependenciesOf(entry, projects));
  if (known.includes(undefined)) {
    return requirements;
  }
  const found = new Map(local.map((entry, index) => [entry, known[index] ?? []]));
  const extended = (entry: LocalRequirement): LocalRequirement => {
    const dependencies = found.get(entry);
    return dependencies === undefined ? entry : { ...entry, dependencies };
  };
  return requirements.map((entry) => {
    if (entry.kind === 'lock') {
      return { ...entry, further: entry.further.map((one) => (isLocal(one) ? extended(one) : one)) };
    }
    return isLocal(entry) ? extended(entry) : entry;
  });
}

function isLocal(entry: Requirement): entry is LocalRequirement {
  return entry.kind === 'local';
}

async function readProject(folder: string, visible: VisibleContext): Promise<StaticProject | undefined> {
  const { source, pyproject } = (await readLocalPyproject(folder, visible)) ?? {};
  const dependencies = pyproject?.dependencies;
  return (
    source &&
    pyproject &&
    dependencies && { pyproject, dependencies, source, placeOf: stringPlaces(source.text) }
  );
}

/** A project with some of its extras, installed where a marker holds. */
interface Wanted {
  readonly folder: string;
  readonly extras: readonly string[];
  /** All of them have to hold. */
  readonly markers: readonly string[];
}

/** The dependencies of a project, those of other projects among them followed; undefined where they are not static. */
function dependenciesOf(entry: LocalRequirement, projects: Projects): LocalRequirement['dependencies'] {
  const { path } = entry.path;
  const tail = localTail(entry);
  const found: ProjectDependency[] = [];
  const waiting: Wanted[] = tail === undefined ? [] : [{ folder: path, ...tail }];
  const seen = new Map<string, (readonly string[])[]>();
  for (const next of waiting) {
    const key = JSON.stringify([next.folder, next.extras]);
    const known = seen.get(key) ?? [];
    const project = projects.get(next.folder);
    if (isCovered(next.markers, known) || project === undefined) {
      continue;
    }
    seen.set(key, [...known, next.markers]);
    const lines = linesOf(project, next.extras);
    if (lines === undefined) {
      return undefined;
    }
    for (const one of lines) {
      const read = readDependency(one, { project, projects, markers: next.markers, entry });
      if (read === undefined) {
        return undefined;
      }
      if ('folder' in read) {
        waiting.push(read);
      } else {
        found.push(read);
      }
    }
  }
  return tail === undefined ? undefined : found;
}

/** pip passes over extras that a project does not have. */
function linesOf(
  { pyproject, dependencies }: StaticProject,
  extras: readonly string[],
): readonly string[] | undefined {
  if (extras.length > 0 && pyproject.extras === undefined) {
    return undefined;
  }
  return [...dependencies, ...extras.flatMap((name) => pyproject.extras?.get(name) ?? [])];
}

interface Place {
  readonly project: StaticProject;
  readonly projects: Projects;
  readonly markers: readonly string[];
  readonly entry: LocalRequirement;
}

function readDependency(
  line: string,
  { project, projects, markers, entry }: Place,
): ProjectDependency | Wanted | undefined {
  const { name = '', extras = [], marker: own = '' } = requirementParts(line) ?? {};
  const all = bothMarkers(markers, own);
  const folder = [...projects].find(
    ([, { pyproject }]) =>
      pyproject.name !== undefined && normalizedName(pyproject.name) === normalizedName(name),
  )?.[0];
  if (folder !== undefined) {
    return { folder, extras: extras.map(normalizedName), markers: all };
  }
  const location = { source: project.source, span: project.placeOf(line) };
  const whole = markers.length === 0 ? line : withJoinedMarkers(line, all);
  const { requirement } = parseRequirementLine(whole);
  if (requirement === undefined) {
    return undefined;
  }
  const common = {
    text: sensitiveText(requirement, () => location),
    display: `the dependencies of ${entry.display}`,
    location: entry.location,
  };
  switch (requirement.kind) {
    case 'named':
    case 'file-url':
      return { kind: requirement.kind, ...common };
    case 'git':
      return { kind: 'git', transport: requirement.transport, ...common };
    default:
      return undefined;
  }
}
