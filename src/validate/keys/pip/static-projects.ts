import { posix } from 'node:path';
import { normalizedName } from '../../../basics/normalized-name.js';
import { lookUp, type VisibleContext } from '../../../context/context.js';
import type { IncludedRequirements } from '../../../context/requirements/included.js';
import { LockError } from '../../../lock/lock.js';
import { type Pyproject, readPyproject } from '../../../lock/pyproject.js';
import { isArchiveName } from '../../../requirement/local-path.js';
import { parseRequirementLine } from '../../../requirement/parse-requirement.js';
import { type PathTail, pathTail, requirementParts } from '../../../requirement/requirement-parts.js';
import type { Source } from '../../../source/source.js';
import type { LocalRequirement, ProjectDependency, Requirement } from '../../mopyfile.js';
import { sensitiveText } from './sensitive-text.js';

/** A project folder whose pyproject.toml says all that pip has to know of its dependencies. */
interface StaticProject {
  readonly pyproject: Pyproject;
  readonly dependencies: readonly string[];
  readonly source: Source;
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
  const { context } = visible;
  const path = posix.join(folder, 'pyproject.toml');
  const bytes = typeof (await lookUp(visible, path)) === 'object' ? await context.read(path) : undefined;
  if (bytes === undefined) {
    return undefined;
  }
  const source: Source = {
    kind: 'lock',
    filename: `${context.prefix ?? ''}${path}`,
    text: new TextDecoder().decode(bytes),
  };
  try {
    const pyproject = readPyproject(source.text);
    const { dependencies } = pyproject;
    return dependencies && { pyproject, dependencies, source };
  } catch (error) {
    if (error instanceof LockError) {
      // pip says what is wrong with it.
      return undefined;
    }
    throw error;
  }
}

/** A project with some of its extras, installed where a marker holds. */
interface Wanted {
  readonly folder: string;
  readonly extras: readonly string[];
  readonly marker?: string;
}

/** The dependencies of a project, those of other projects among them followed; undefined where they are not static. */
function dependenciesOf(entry: LocalRequirement, projects: Projects): LocalRequirement['dependencies'] {
  const { path } = entry.path;
  const line = entry.text.map(({ text }) => text).join('');
  const tail = pathTail(line.slice(path === '.' ? 1 : path.length + 2).replace(/^\//, ''));
  const found: ProjectDependency[] = [];
  const waiting: Wanted[] = tail === undefined ? [] : [wanted(path, tail)];
  const seen = new Set<string>();
  for (const next of waiting) {
    const key = JSON.stringify(next);
    const project = projects.get(next.folder);
    if (seen.has(key) || project === undefined) {
      continue;
    }
    seen.add(key);
    const lines = linesOf(project, next.extras);
    if (lines === undefined) {
      return undefined;
    }
    for (const one of lines) {
      const read = readDependency(one, { project, projects, marker: next.marker, entry });
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

function wanted(folder: string, { extras, marker }: PathTail): Wanted {
  return { folder, extras: extras.map(normalizedName), ...(marker !== '' && { marker }) };
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
  readonly marker: string | undefined;
  readonly entry: LocalRequirement;
}

function readDependency(
  line: string,
  { project, projects, marker, entry }: Place,
): ProjectDependency | Wanted | undefined {
  const { name = '', extras = [], marker: own } = requirementParts(line) ?? {};
  const conditions = [marker, own].filter((one) => one !== undefined && one !== '');
  const joined = conditions.length > 1 ? conditions.map((one) => `(${one})`).join(' and ') : conditions[0];
  const folder = [...projects].find(
    ([, { pyproject }]) =>
      pyproject.name !== undefined && normalizedName(pyproject.name) === normalizedName(name),
  )?.[0];
  if (folder !== undefined) {
    return wanted(folder, { extras, marker: joined ?? '' });
  }
  const isExtended = marker !== undefined;
  const start = Math.max(0, project.source.text.indexOf(line));
  const location = { source: project.source, span: { start, end: start + line.length } };
  const whole = isExtended ? `${line.slice(0, line.length - lengthOfMarker(line))} ; ${joined}` : line;
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

function lengthOfMarker(line: string): number {
  const at = line.indexOf(';');
  return at < 0 ? 0 : line.length - at;
}
