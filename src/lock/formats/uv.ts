import { unique } from '../../basics/unique.js';
import type { LockOrigin, LockProblem, LockReading } from '../lock.js';
import {
  type ConditionalPackage,
  checkEnvironments,
  checkPython,
  type LockFile,
  refusedFormat,
  unavailableSource,
  unknownChoices,
  withMarkers,
} from '../lock-file.js';
import { NEVER } from '../markers/conditions.js';
import { requirementsOrigin } from '../origins/requirements.js';
import { keySpan } from '../places.js';
import { readToml, tableOf, textOf, textsOf } from '../values.js';
import { type DependencyGraph, manifestGroups, readDependencyGraph, type UvPackage } from './uv-graph.js';
import { archivesOf, hashesOf, localFolder, uvSource } from './uv-sources.js';
import { OWN, type Reached, walk } from './uv-walk.js';

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
    throw refusedFormat({
      name: 'uv.lock',
      version: root['version'],
      known: 'version 1, a number',
      hint:
        typeof root['version'] === 'number'
          ? '`uv export --output-file requirements.txt` writes a requirements file: name that'
          : 'let `uv lock` write it anew',
      span: keySpan(file.text, 'version'),
    });
  }
  const graph = readDependencyGraph(file, root);
  const unknown = [
    ...unknownChoices('extra', file.selection.extras, knownNames(graph.projects, 'optional-dependencies')),
    ...unknownChoices('group', file.selection.groups, [
      ...knownNames(graph.projects, 'dev-dependencies'),
      ...Object.keys(manifestGroups(root)),
    ]),
  ];
  const problems = [
    ...checkPython(file, root['requires-python'], keySpan(file.text, 'requires-python')),
    ...checkEnvironments(file, root['supported-markers'], keySpan(file.text, 'supported-markers')),
  ];
  const origins = originsOf(file, graph);
  if (unknown.length > 0 || problems.length > 0) {
    return { packages: [], unknown, problems, origins };
  }
  const { reached, missing } = walk(file, graph, root);
  const { packages, problems: unavailable } = install(file, graph, reached);
  return { packages, problems: [...missing, ...unavailable], unknown, origins };
}

/** Of other folders that are depended on uv notes less. */
function originsOf(file: LockFile, { packages, projects, members }: DependencyGraph): readonly LockOrigin[] {
  return packages.flatMap((one) => {
    const folder = localFolder(one.source);
    const isOwn = projects.includes(one) || members.has(one.name);
    return folder === undefined || !isOwn ? [] : requirementsOrigin(file, one.table, folder);
  });
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

function install(
  file: LockFile,
  graph: DependencyGraph,
  reached: Reached,
): Pick<LockReading, 'packages' | 'problems'> {
  const own = new Set(graph.projects);
  const packages: ConditionalPackage[] = [];
  const problems: LockProblem[] = [];
  for (const one of graph.packages) {
    const extras = reached.get(one);
    if (extras === undefined || own.has(one) || one.source['virtual'] !== undefined) {
      continue;
    }
    const source = uvSource(one.source);
    if (source === undefined) {
      problems.push(unavailableSource(one.name, one.span));
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
