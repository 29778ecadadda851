import type { LockedSource } from '../lock.js';
import { archiveName } from '../lock-file.js';
import { type Table, tablesOf, textOf } from '../values.js';
import { gitUrl, withSubdirectory } from './addresses.js';

/** The names of all archives of a `[[package]]`. */
export function archivesOf({ sdist, wheels }: Table): readonly string[] {
  return tablesOf([sdist, ...tablesOf(wheels)]).flatMap(
    ({ filename, url, path }) => archiveName(textOf(filename) ?? textOf(url) ?? textOf(path)) ?? [],
  );
}

/** The hashes of all archives of a `[[package]]`. */
export function hashesOf({ sdist, wheels }: Table): readonly string[] {
  return tablesOf([sdist, ...tablesOf(wheels)]).flatMap(({ hash }) => textOf(hash) ?? []);
}

/** Where a package comes from, by its table `source`; undefined for what no build has. */
export function uvSource(source: Table): LockedSource | undefined {
  const registry = textOf(source['registry']);
  if (registry !== undefined) {
    return /^https?:\/\//i.test(registry) ? { kind: 'index', url: registry } : undefined;
  }
  const url = textOf(source['url']);
  if (url !== undefined) {
    return { kind: 'url', url: withSubdirectory(url, textOf(source['subdirectory'])) };
  }
  const git = textOf(source['git']);
  if (git !== undefined) {
    return readGit(git);
  }
  const path = textOf(source['path']) ?? localFolder(source);
  return path === undefined ? undefined : { kind: 'path', path };
}

/** `https://host/path?rev=…&subdirectory=…#commit`. */
function readGit(written: string): LockedSource | undefined {
  const match = /^([^?#]*)(?:\?([^#]*))?#([0-9a-f]+)$/i.exec(written);
  if (match === null) {
    return undefined;
  }
  const [, address = '', query = '', commit = ''] = match;
  const subdirectory = new URLSearchParams(query).get('subdirectory');
  return { kind: 'git', url: gitUrl(address, commit, subdirectory ?? undefined) };
}

/** The folder of a project that lies beside the lock. */
export function localFolder(source: Table): string | undefined {
  return textOf(source['editable']) ?? textOf(source['virtual']) ?? textOf(source['directory']);
}
