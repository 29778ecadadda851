import { posix } from 'node:path';
import { FrontendError } from '../gateway/frontend-error.js';
import { readBoolean } from './values.js';

/** A git repository as a build context's address names it (frontend/dockerfile/dfgitutil, util/gitutil). */
export interface GitReference {
  /** The address without fragment and query. */
  readonly remote: string;
  readonly ssh: boolean;
  /** Host and path: what the same repository has in common over every protocol. */
  readonly name: string;
  readonly ref: string;
  readonly folder: string;
  readonly checksum: string;
  /** The checksum is what is fetched; the ref is a mere name for it. */
  readonly fetchByCommit: boolean;
  readonly keepGitFolder: boolean;
  readonly submodules: boolean;
  readonly modificationTime: string;
}

/** `git@host:path?query#fragment` */
const SCP_STYLE = /^([\w-]+@[\w.-]+):(.*?)(?:\?(.*?))?(?:#(.*))?$/;

const KEYS = new Set([
  'ref',
  'tag',
  'branch',
  'subdir',
  'checksum',
  'commit',
  'fetch-by-commit',
  'keep-git-dir',
  'submodules',
  'mtime',
]);

/** Reads an address; undefined when it is none of a git repository. Throws FrontendError on a bad query. */
export function parseGitReference(address: string): GitReference | undefined {
  const location = address.startsWith('github.com/') ? urlLocation(`https://${address}`) : locate(address);
  if (location === undefined) {
    return undefined;
  }
  const { remote, name, ssh, query, fragment } = location;
  const [fragmentRef = '', ...folder] = fragment.split(':');
  return {
    remote: address.startsWith('github.com/') ? remote.replace(/^https:\/\//, '') : remote,
    name,
    ssh,
    ...queryParts(query, fragmentRef, relativeFolder(folder.join(':'))),
  };
}

/** An address of a repository, taken apart. */
interface GitAddress {
  readonly remote: string;
  readonly name: string;
  readonly ssh: boolean;
  readonly query: URLSearchParams;
  readonly fragment: string;
}

function locate(address: string): GitAddress | undefined {
  if (/^(?:git|ssh):\/\//i.test(address)) {
    return urlLocation(address);
  }
  if (/^https?:\/\//i.test(address)) {
    const location = urlLocation(address);
    return location?.name.endsWith('.git') ? location : undefined;
  }
  const scp = SCP_STYLE.exec(address);
  if (scp === null) {
    return undefined;
  }
  const [, login = '', path = '', query = '', fragment = ''] = scp;
  const host = login.slice(login.indexOf('@') + 1);
  return {
    remote: `${login}:${path}`,
    name: host + posix.join('/', path),
    ssh: true,
    query: new URLSearchParams(query),
    fragment,
  };
}

/** A text that Go's URLs do not take is no repository: as a download, it is BuildKit that says so. */
function urlLocation(address: string): GitAddress | undefined {
  if (!URL.canParse(address)) {
    return undefined;
  }
  const url = new URL(address);
  const [remote = ''] = address.split(/[?#]/, 1);
  const path = unescaped(url.pathname);
  const fragment = unescaped(url.hash.slice(1));
  if (path === undefined || fragment === undefined) {
    return undefined;
  }
  return {
    remote,
    name: url.host + posix.join('/', path),
    ssh: url.protocol === 'ssh:',
    query: url.searchParams,
    fragment,
  };
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function queryParts(query: URLSearchParams, fragmentRef: string, fragmentFolder: string) {
  for (const key of query.keys()) {
    if (!KEYS.has(key)) {
      throw new FrontendError(`the build context's address has an unexpected query \`${key}\``);
    }
  }
  const value = (key: string) => query.get(key) ?? '';
  const refs = [
    fragmentRef,
    value('ref'),
    qualified('tags', value('tag')),
    qualified('heads', value('branch')),
  ];
  return {
    ref: onlyOne('ref', refs),
    folder: onlyOne('subdir', [fragmentFolder, relativeFolder(value('subdir'))]),
    checksum: onlyOne('commit', [value('checksum'), value('commit')]),
    fetchByCommit: switchOf(query, 'fetch-by-commit') ?? false,
    keepGitFolder: switchOf(query, 'keep-git-dir') ?? false,
    submodules: switchOf(query, 'submodules') ?? true,
    modificationTime: value('mtime'),
  };
}

/** A key without a value switches on. */
function switchOf(query: URLSearchParams, key: string): boolean | undefined {
  return query.get(key) === '' ? true : readBoolean(key, query.get(key) ?? undefined);
}

function qualified(kind: 'tags' | 'heads', name: string): string {
  return name === '' || name.startsWith(`refs/${kind}/`) ? name : `refs/${kind}/${name}`;
}

function onlyOne(what: string, values: readonly string[]): string {
  const [first = '', ...others] = new Set(values.filter((value) => value !== ''));
  if (others.length > 0) {
    throw new FrontendError(`the build context's address gives several values for its ${what}`);
  }
  return first;
}

function relativeFolder(folder: string): string {
  return posix.join('/', folder).slice(1);
}
