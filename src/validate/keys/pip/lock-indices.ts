import type { LockedPackage } from '../../../lock/lock.js';
import { maskUrls } from '../../../source/credentials.js';
import type { Diagnostic } from '../../../source/diagnostic.js';
import type { Source } from '../../../source/source.js';
import type { PackageIndex } from '../../mopyfile.js';

const PYPI = 'https://pypi.org/simple';

/** Errors for indices that a lock names and pip is not told of, each at the first package that comes from it. */
export function indexDiagnostics(
  packages: readonly LockedPackage[],
  indices: readonly PackageIndex[],
  lock: Source,
): readonly Diagnostic[] {
  const known = new Set(
    [PYPI, ...indices.map(({ url }) => url.map(({ text }) => text).join(''))].map(address),
  );
  const used = new Map<string, LockedPackage>();
  for (const one of packages) {
    const url = one.source.kind === 'index' ? one.source.url : undefined;
    if (url !== undefined && !used.has(url)) {
      used.set(url, one);
    }
  }
  const isAlone = used.size === 1;
  return [...used].flatMap(([url, { name, span }]): readonly Diagnostic[] =>
    known.has(address(url))
      ? []
      : [
          {
            code: 'lock-index',
            severity: 'error',
            message: maskUrls(`\`${name}\` is locked from an index that \`indices\` does not have`),
            hint: `add it to the Mopyfile:\nindices:\n  - url: ${withoutUser(url)}${isAlone ? '\n    default: true' : ''}`,
            locations: [{ source: lock, span }],
          },
        ],
  );
}

/** An index's URL as far as it matters which index it is. */
function address(url: string): string {
  return withoutUser(url).toLowerCase().replace(/\/+$/, '');
}

function withoutUser(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/?#]*@/i, '$1');
}
