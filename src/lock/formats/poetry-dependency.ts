import { joinedPath } from '../../basics/joined-path.js';
import { normalizedName } from '../../basics/normalized-name.js';
import type { Version } from '../../requirement/parse-version.js';
import type { LockFile, ReadCondition } from '../lock-file.js';
import { ALWAYS, type Condition } from '../markers/conditions.js';
import { type Table, tableOf, textOf, textsOf } from '../values.js';
import { allows, type Constraint, parseConstraint } from '../versions/constraint.js';
import { pythonCondition } from '../versions/python-constraint.js';

/** A dependency as poetry's tables have it, in a project and in a lock. */
export interface PoetryDependency {
  /** Normalised. */
  readonly name: string;
  /** Absent where any version will do. */
  readonly constraint?: Constraint;
  /** Normalised. */
  readonly extras: readonly string[];
  readonly isOptional: boolean;
  readonly markers: readonly string[];
  /** Versions of Python that it is for. */
  readonly python?: string;
  /** A place of its own. */
  readonly origin?: Origin;
  /** The name of an index. */
  readonly index?: string;
}

type Origin =
  | { readonly kind: 'git'; readonly url: string; readonly reference: string; readonly subdirectory: string }
  | { readonly kind: 'url'; readonly url: string; readonly subdirectory: string }
  | { readonly kind: 'path'; readonly path: string };

/**
 * Reads the value of a dependency: a constraint, a table, or a list of them
 * (https://python-poetry.org/docs/dependency-specification/).
 *
 * @param folder that paths count from
 */
export function poetryDependencies(
  name: string,
  value: unknown,
  folder: string,
): readonly PoetryDependency[] {
  return Array.isArray(value)
    ? value.map((one) => readDependency(name, one, folder))
    : [readDependency(name, value, folder)];
}

function readDependency(name: string, value: unknown, folder: string): PoetryDependency {
  const table = tableOf(value) ?? { version: value };
  const version = textOf(table['version']) ?? '*';
  const constraint = version === '*' ? undefined : parseConstraint(version);
  const [python, index, platform] = [
    textOf(table['python']),
    textOf(table['source']),
    textOf(table['platform']),
  ];
  const origin = originOf(table, folder);
  return {
    name: normalizedName(name),
    ...(constraint && { constraint }),
    extras: textsOf(table['extras']).map(normalizedName),
    isOptional: table['optional'] === true,
    markers: [textOf(table['markers']) ?? '', platform === undefined ? '' : platformMarker(platform)].filter(
      (marker) => marker.trim() !== '',
    ),
    ...(python !== undefined && { python }),
    ...(origin && { origin }),
    ...(index !== undefined && { index: index.toLowerCase() }),
  };
}

/** `linux`, `!=win32`, `win32 || darwin`; `*` is every platform. */
function platformMarker(text: string): string {
  if (/(^|\|)\s*\*\s*(\||$)/.test(text)) {
    return '';
  }
  const alternatives = text
    .split(/\|\|?/)
    .map((alternative) =>
      [...alternative.matchAll(/(!=|==?)?\s*([^\s,=!]+)/g)]
        .map(([, sign, platform]) => `sys_platform ${sign === '!=' ? '!=' : '=='} "${platform}"`)
        .join(' and '),
    );
  return alternatives.join(' or ');
}

function originOf(table: Table, folder: string): Origin | undefined {
  const subdirectory = textOf(table['subdirectory']) ?? '';
  const [git, url, path] = [
    textOf(table['git']),
    textOf(table['url']),
    textOf(table['path'] ?? table['file']),
  ];
  if (git !== undefined) {
    const [reference = 'HEAD'] = ['branch', 'tag', 'rev'].flatMap((key) => textOf(table[key]) ?? []);
    return { kind: 'git', url: git, reference, subdirectory };
  }
  if (path !== undefined) {
    return { kind: 'path', path: joinedPath(folder, path, subdirectory) };
  }
  return url === undefined ? undefined : { kind: 'url', url, subdirectory };
}

/** Where a dependency is wanted, its extras left out of account. */
export function dependencyCondition(
  file: LockFile,
  { markers, python }: PoetryDependency,
  read: (marker: string) => ReturnType<ReadCondition>,
): Condition {
  const { conditions, selection } = file;
  const environment = { python: selection.python, extras: new Set<string>(), groups: new Set<string>() };
  const onPython = python === undefined ? ALWAYS : pythonCondition(python, conditions, environment);
  return markers.map(read).reduce(conditions.and, onPython ?? ALWAYS);
}

/** Whether a locked package has a version, and comes from a place, that a dependency takes. */
export function isTaken(
  { constraint, origin }: PoetryDependency,
  version: Version | undefined,
  source: Table | undefined,
): boolean {
  const isFitting = constraint === undefined || version === undefined || allows(constraint, version);
  return isFitting && (origin === undefined || isSameOrigin(origin, source ?? {}));
}

function isSameOrigin(origin: Origin, source: Table): boolean {
  const type = source['type'];
  const url = textOf(source['url']) ?? '';
  const isFolder = 'path' in origin || origin.subdirectory === (textOf(source['subdirectory']) ?? '');
  switch (origin.kind) {
    case 'git': {
      const locked = textOf(source['reference']) ?? '';
      const isReference = locked.startsWith(origin.reference) || origin.reference.startsWith(locked);
      return type === 'git' && url === origin.url && isFolder && isReference;
    }
    case 'url':
      return type === 'url' && url === origin.url && isFolder;
    case 'path':
      return (type === 'directory' || type === 'file') && joinedPath(url) === joinedPath(origin.path);
  }
}

/** Whether a locked package comes from the index that a dependency names; without a name every index will do. */
export function isFromIndex({ index }: PoetryDependency, source: Table | undefined): boolean {
  if (index === undefined) {
    return true;
  }
  const reference = source?.['type'] === 'legacy' ? textOf(source['reference']) : undefined;
  return (reference ?? (source === undefined ? 'pypi' : '')).toLowerCase() === index;
}
