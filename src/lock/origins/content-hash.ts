import { normalizedName } from '../../basics/normalized-name.js';
import type { LockOrigin } from '../lock.js';
import { readToml, type Table, tableOf, textOf } from '../values.js';
import { type JsonSeparators, pythonJson } from './python-json.js';

const SPACED: JsonSeparators = { item: ', ', key: ': ' };
const DENSE: JsonSeparators = { item: ',', key: ':' };

const CHANGED = 'what it is made from has changed there';

/**
 * The origin of a lock that has a hash of it.
 *
 * @param hash SHA-256 as the lock has it; without one nothing can be told
 * @param contents what may have been hashed, by one release of the tool or another; none where that cannot be told
 */
function hashedOrigin(
  path: string,
  command: string,
  hash: unknown,
  contents: (root: Table) => readonly (string | undefined)[],
): readonly LockOrigin[] {
  const wanted = textOf(hash);
  if (wanted === undefined) {
    return [];
  }
  return [
    {
      path,
      command,
      difference: async (text) => {
        const found = contents(readToml(text));
        // Most runs have no lock file: they need not load this.
        const { createHash } = await import('node:crypto');
        const isKnown = (content: string | undefined) =>
          content === undefined || createHash('sha256').update(content).digest('hex') === wanted;
        return found.length === 0 || found.some(isKnown) ? undefined : CHANGED;
      },
    },
  ];
}

/**
 * @param metadata `[metadata]` of a `poetry.lock`, whose `content-hash` poetry checks before it installs
 * @param command that makes the lock anew
 */
export function poetryOrigin(metadata: Table, command: string): readonly LockOrigin[] {
  return hashedOrigin('pyproject.toml', command, metadata['content-hash'], (root) => [
    pythonJson(poetryContent(root, true), SPACED),
    // Before poetry 2.3.
    pythonJson(poetryContent(root, false), SPACED),
  ]);
}

/** Keys of `[tool.poetry]` that count even where they are missing, unless the standard tables have something. */
const OLD_KEYS = ['dependencies', 'source', 'extras', 'dev-dependencies'];

function poetryContent(root: Table, withGroups: boolean): Table {
  const project = picked(tableOf(root['project']), [
    'requires-python',
    'dependencies',
    'optional-dependencies',
  ]);
  const groups = withGroups ? (tableOf(root['dependency-groups']) ?? {}) : {};
  const hasStandard = !(isEmpty(project) && isEmpty(groups));
  const own = tableOf(tableOf(root['tool'])?.['poetry']);
  const poetry = {
    ...(hasStandard ? {} : Object.fromEntries(OLD_KEYS.map((key) => [key, null]))),
    ...picked(own, [...OLD_KEYS, 'group']),
  };
  return hasStandard
    ? {
        ...(!isEmpty(project) && { project }),
        ...(!isEmpty(groups) && { 'dependency-groups': groups }),
        tool: { poetry },
      }
    : poetry;
}

function picked(table: Table | undefined, keys: readonly string[]): Table {
  return Object.fromEntries(Object.entries(table ?? {}).filter(([key]) => keys.includes(key)));
}

function isEmpty(table: Table): boolean {
  return Object.keys(table).length === 0;
}

/**
 * Members of a workspace are part of the hash, and so is what pdm makes of a project of another tool: neither is followed.
 *
 * @param metadata `[metadata]` of a `pdm.lock`; locks with `lock_inputs` are judged by those
 */
export function pdmOrigin(metadata: Table): readonly LockOrigin[] {
  const hash = /^sha256:(.*)$/.exec(textOf(metadata['content_hash']) ?? '')?.[1];
  if (metadata['lock_inputs'] !== undefined) {
    return [];
  }
  return hashedOrigin('pyproject.toml', 'pdm lock --update-reuse', hash, (root) => {
    const project = tableOf(root['project']);
    const own = tableOf(tableOf(root['tool'])?.['pdm']);
    return project === undefined || own?.['workspace'] !== undefined
      ? []
      : [pythonJson(pdmContent(root, project, own ?? {}), SPACED)];
  });
}

function pdmContent(root: Table, project: Table, own: Table): Table {
  const groups: Record<string, unknown[]> = {};
  for (const table of [root['dependency-groups'], own['dev-dependencies']]) {
    for (const [name, list] of Object.entries(tableOf(table) ?? {})) {
      const key = normalizedName(name);
      groups[key] = [...(groups[key] ?? []), ...(Array.isArray(list) ? list : [])];
    }
  }
  return {
    sources: own['source'] ?? [],
    dependencies: project['dependencies'] ?? [],
    'dev-dependencies': groups,
    'optional-dependencies': project['optional-dependencies'] ?? {},
    'requires-python': project['requires-python'] ?? '',
    resolution: own['resolution'] ?? {},
  };
}

/** @param meta `_meta` of a `Pipfile.lock` */
export function pipenvOrigin(meta: Table): readonly LockOrigin[] {
  return hashedOrigin('Pipfile', 'pipenv lock', tableOf(meta['hash'])?.['sha256'], (root) => [
    pythonJson(pipfileContent(root, normalizedName), DENSE),
    // Older releases of pipenv.
    pythonJson(
      pipfileContent(root, (name) => name),
      DENSE,
    ),
  ]);
}

/** Tables of a Pipfile that are no category of packages, or have another name in the lock. */
const PIPFILE_TABLES = [
  ...['source', 'packages', 'dev-packages', 'requires', 'scripts', 'pipfile', 'pipenv'],
  ...['default', 'develop'],
];

const PYPI = { name: 'pypi', url: 'https://pypi.org/simple', verify_ssl: true };

function pipfileContent(root: Table, spelled: (name: string) => string): Table {
  const category = (value: unknown): Table =>
    Object.fromEntries(Object.entries(tableOf(value) ?? {}).map(([name, wanted]) => [spelled(name), wanted]));
  const others = Object.entries(root).filter(([name]) => !PIPFILE_TABLES.includes(name));
  return {
    _meta: { sources: root['source'] ?? [PYPI], requires: root['requires'] ?? {} },
    default: category(root['packages']),
    develop: category(root['dev-packages']),
    ...Object.fromEntries(others.map(([name, value]) => [name, category(value)])),
  };
}
