import { normalizedName } from '../../basics/normalized-name.js';
import type { LockedSource, LockReading } from '../lock.js';
import {
  archiveName,
  type ConditionalPackage,
  checkEnvironments,
  checkPython,
  conditionReader,
  type LockFile,
  refusedFormat,
  unavailableSource,
  unknownChoices,
  withMarkers,
} from '../lock-file.js';
import { NEVER } from '../markers/conditions.js';
import { headerSpans, keySpan, START } from '../places.js';
import { readToml, type Table, tableOf, tablesOf, textOf, textsOf } from '../values.js';
import { gitUrl, withSubdirectory } from './addresses.js';

/**
 * Reads a `pylock.toml` (PEP 751). Its markers say it all: there is no graph to follow. The groups that it installs by
 * default stand for the project's own dependencies and are always chosen.
 *
 * @throws LockError
 */
export function readPylock(file: LockFile): LockReading {
  const root = readToml(file.text);
  if (root['lock-version'] !== '1.0') {
    throw refusedFormat({
      name: 'pylock.toml',
      version: root['lock-version'],
      known: 'version "1.0", a text',
      hint: 'lock with a tool that writes version 1.0',
      span: keySpan(file.text, 'lock-version'),
    });
  }
  const { extras, groups, python } = file.selection;
  const unknown = [
    ...unknownChoices('extra', extras, textsOf(root['extras'])),
    ...unknownChoices('group', groups, textsOf(root['dependency-groups'])),
  ];
  const problems = [
    ...checkPython(file, root['requires-python'], keySpan(file.text, 'requires-python')),
    ...checkEnvironments(file, root['environments'], keySpan(file.text, 'environments')),
  ];
  if (unknown.length > 0 || problems.length > 0) {
    return { packages: [], unknown, problems, origins: [] };
  }
  const condition = conditionReader(file, {
    python,
    extras: spellings(textsOf(root['extras']), extras),
    groups: new Set([
      ...textsOf(root['default-groups']),
      ...spellings(textsOf(root['dependency-groups']), groups),
    ]),
  });
  const spans = headerSpans(file.text, 'packages');
  const packages = tablesOf(root['packages']).flatMap((table, index): readonly ConditionalPackage[] => {
    const span = spans[index] ?? START;
    const name = textOf(table['name']) ?? '';
    const installed = condition(table['marker'], span);
    const source = sourceOf(table);
    if (installed === NEVER) {
      return [];
    }
    if (source === undefined) {
      problems.push(unavailableSource(name, span));
      return [];
    }
    const ownVersion = textOf(table['version']);
    return [
      {
        name,
        ...(ownVersion !== undefined && { version: ownVersion }),
        hashes: source.kind === 'git' || source.kind === 'path' ? [] : hashesOf(table),
        ...(source.kind === 'index' && { archives: archivesOf(table) }),
        source,
        span,
        condition: installed,
      },
    ];
  });
  return { packages: withMarkers(file, packages), unknown, problems, origins: [] };
}

/** The chosen names as the lock spells them. */
function spellings(known: readonly string[], chosen: readonly string[]): ReadonlySet<string> {
  const names = new Set(chosen.map(normalizedName));
  return new Set(known.filter((name) => names.has(normalizedName(name))));
}

function hashesOf({ archive, sdist, wheels }: Table): readonly string[] {
  return tablesOf([archive, sdist, ...tablesOf(wheels)]).flatMap(({ hashes }) =>
    Object.entries(tableOf(hashes) ?? {}).map(
      ([algorithm, digest]) => `${algorithm}:${textOf(digest) ?? ''}`,
    ),
  );
}

function archivesOf({ sdist, wheels }: Table): readonly string[] {
  return tablesOf([sdist, ...tablesOf(wheels)]).flatMap(
    ({ name, url, path }) => archiveName(textOf(name) ?? textOf(url) ?? textOf(path)) ?? [],
  );
}

function sourceOf(table: Table): LockedSource | undefined {
  const vcs = tableOf(table['vcs']);
  const directory = tableOf(table['directory']);
  const archive = tableOf(table['archive']);
  if (vcs !== undefined) {
    const [address, commit] = [textOf(vcs['url']), textOf(vcs['commit-id'])];
    return vcs['type'] === 'git' && address !== undefined && commit !== undefined
      ? { kind: 'git', url: gitUrl(address, commit, textOf(vcs['subdirectory'])) }
      : undefined;
  }
  if (directory !== undefined) {
    const path = textOf(directory['path']);
    return path === undefined ? undefined : { kind: 'path', path: joined(path, directory['subdirectory']) };
  }
  if (archive !== undefined) {
    const [url, path] = [textOf(archive['url']), textOf(archive['path'])];
    if (url !== undefined) {
      return { kind: 'url', url: withSubdirectory(url, textOf(archive['subdirectory'])) };
    }
    return path === undefined ? undefined : { kind: 'path', path };
  }
  return fileSource(table);
}

function joined(path: string, subdirectory: unknown): string {
  return typeof subdirectory === 'string' ? `${path}/${subdirectory}` : path;
}

/** Wheels and source archives: of an index, unless they lie beside the lock. */
function fileSource({ index, sdist, wheels }: Table): LockedSource | undefined {
  const files = tablesOf([sdist, ...tablesOf(wheels)]);
  const url = textOf(index);
  if (url !== undefined || files.some((file) => file['url'] !== undefined)) {
    return { kind: 'index', ...(url !== undefined && { url }) };
  }
  const [path, ...more] = files.flatMap((file) => textOf(file['path']) ?? []);
  return path !== undefined && more.length === 0 ? { kind: 'path', path } : undefined;
}
