import type { LockedSource } from '../lock.js';
import { type Table, textOf } from '../values.js';
import { gitUrl, withSubdirectory } from './addresses.js';

/** Where a package comes from, by its table `source`; undefined for what no build has. */
export function poetrySource(source: Table | undefined): LockedSource | undefined {
  const url = textOf(source?.['url']);
  if (source === undefined || url === undefined) {
    return source === undefined ? { kind: 'index' } : undefined;
  }
  const subdirectory = textOf(source['subdirectory']);
  const commit = textOf(source['resolved_reference']);
  switch (source['type']) {
    case 'legacy':
      return { kind: 'index', url };
    case 'url':
      return { kind: 'url', url: withSubdirectory(url, subdirectory) };
    case 'git':
      return commit === undefined ? undefined : { kind: 'git', url: gitUrl(url, commit, subdirectory) };
    case 'directory':
    case 'file':
      return { kind: 'path', path: url };
    default:
      return undefined;
  }
}
