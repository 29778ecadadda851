import type { LockedPackage } from '../../../lock/lock.js';
import { maskUrls } from '../../../source/credentials.js';
import type { Diagnostic } from '../../../source/diagnostic.js';
import type { Source } from '../../../source/source.js';
import type { PackageIndex } from '../../mopyfile.js';

const PYPI = 'https://pypi.org/simple';

/** The address that PyPI had before, and leads to the one of today: lock files of that time have it. */
const FORMER_PYPI = /^https?:\/\/pypi\.python\.org\/(simple|pypi)$/;

/** The first package that comes from an index. */
interface UsedIndex {
  readonly url: string;
  readonly first: LockedPackage;
}

/**
 * Contradictions between a lock and `indices`, each at the first package that it is about: indices that pip is not told of,
 * credentials that it is not given, and PyPI, where another index of the same lock stands in its place.
 */
export function indexDiagnostics(
  packages: readonly LockedPackage[],
  indices: readonly PackageIndex[],
  lock: Source,
): readonly Diagnostic[] {
  const used = usedIndices(packages);
  const known = new Map([
    [address(PYPI), undefined],
    ...indices.map((index) => [addressOf(index), index] as const),
  ]);
  return [
    ...used.flatMap((one) => {
      if (!known.has(address(one.url))) {
        return [unknownIndex(one, used.length === 1, lock)];
      }
      const index = known.get(address(one.url));
      return index !== undefined && hasUser(one.url) && !hasCredentials(index)
        ? [withoutCredentials(one, index, lock)]
        : [];
    }),
    ...replacedPypi(packages, indices, lock),
  ];
}

function usedIndices(packages: readonly LockedPackage[]): readonly UsedIndex[] {
  const used = new Map<string, UsedIndex>();
  for (const first of packages) {
    const url = first.source.kind === 'index' ? first.source.url : undefined;
    if (url !== undefined && !used.has(address(url))) {
      used.set(address(url), { url, first });
    }
  }
  return [...used.values()];
}

function unknownIndex({ url, first }: UsedIndex, isAlone: boolean, lock: Source): Diagnostic {
  const lines = [
    'indices:',
    `  - url: ${withoutUser(url)}`,
    ...(hasUser(url) ? [`    secret: ${secretFor(url)} # user:password, or a token`] : []),
    ...(isAlone ? ['    default: true'] : []),
  ];
  return {
    code: 'lock-index',
    severity: 'error',
    message: maskUrls(`\`${first.name}\` is locked from an index that \`indices\` does not have`),
    hint: `add it to the Mopyfile:\n${lines.join('\n')}`,
    locations: [{ source: lock, span: first.span }],
  };
}

function withoutCredentials({ url, first }: UsedIndex, index: PackageIndex, lock: Source): Diagnostic {
  return {
    code: 'lock-index',
    severity: 'warning',
    message: `the lock has a user for the index of \`${first.name}\`, and \`indices\` has none`,
    hint: `add \`secret: ${secretFor(url)}\` to the index: the build is given \`user:password\`, or a token, under that name`,
    locations: [{ source: lock, span: first.span }, index.location],
  };
}

/** A mirror of PyPI would be in its place in the lock too: an index that stands beside it is none. */
function replacedPypi(
  packages: readonly LockedPackage[],
  indices: readonly PackageIndex[],
  lock: Source,
): readonly Diagnostic[] {
  const replacement = indices.find((index) => index.default);
  const urls = packages.map(({ source }) => (source.kind === 'index' ? (source.url ?? PYPI) : undefined));
  const addresses = urls.map((url) => (url === undefined ? undefined : address(url)));
  const fromPypi = packages[addresses.indexOf(address(PYPI))];
  return replacement === undefined || fromPypi === undefined || !addresses.includes(addressOf(replacement))
    ? []
    : [
        {
          code: 'lock-index',
          severity: 'warning',
          message: `\`${fromPypi.name}\` is locked from PyPI, which an index of \`indices\` replaces`,
          hint: 'take `default: true` out, or lock all packages from that index if it has those of PyPI too',
          locations: [{ source: lock, span: fromPypi.span }, replacement.location],
        },
      ];
}

function addressOf({ url }: PackageIndex): string {
  return address(url.map(({ text }) => text).join(''));
}

/** An index's URL as far as it matters which index it is. */
function address(url: string): string {
  const plain = withoutUser(url).toLowerCase().replace(/\/+$/, '');
  return FORMER_PYPI.test(plain) ? PYPI : plain;
}

const USER = /^([a-z]+:\/\/)[^/?#]*@/i;

function withoutUser(url: string): string {
  return url.replace(USER, '$1');
}

function hasUser(url: string): boolean {
  return USER.test(url);
}

function hasCredentials({ url, secret }: PackageIndex): boolean {
  return secret !== undefined || url.some(({ kind }) => kind === 'secret');
}

/** A name for a secret, of the host's letters and digits. */
function secretFor(url: string): string {
  const host = /^[a-z]+:\/\/([^/?#:]*)/i.exec(withoutUser(url))?.[1] ?? '';
  return (
    host
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'index'
  );
}
