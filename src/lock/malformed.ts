import { CONTROL_CHARACTER } from '../basics/code-point.js';
import type { LockedPackage, LockProblem } from './lock.js';

/** PEP 508. */
const NAME = /^[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?$/i;

/** The characters of PEP 440. */
const VERSION = /^[\w.!+-]+$/;

const HASH = /^\w+:[0-9a-f]+$/i;

/** The only ones that pip takes (pip/_internal/utils/hashes.py). */
const STRONG_HASH = /^sha(?:256|384|512):/i;

/** A path from the root of a machine, or an address that is none of the web. */
const ELSEWHERE = /^(?:\/|[a-z][a-z\d+.-]*:)/i;

/**
 * Problems of packages that would not be, in the list that pip reads, what the lock says: damaged ones, or made to bring
 * other lines into that list.
 *
 * @param hasVersions whether the format has a version for each package of an index
 */
export function malformedPackages(
  packages: readonly LockedPackage[],
  hasVersions: boolean,
): readonly LockProblem[] {
  return packages.flatMap((one): readonly LockProblem[] => {
    const reason = one.source.kind === 'requirement' ? undefined : fault(one, hasVersions);
    return reason === undefined
      ? []
      : [
          {
            code: 'lock-syntax',
            message: `this package cannot be installed by the lock: ${reason}`,
            hint: 'let the tool of the lock file write it anew',
            span: one.span,
          },
        ];
  });
}

function fault(
  { name, version, marker = '', hashes, source }: LockedPackage,
  hasVersions: boolean,
): string | undefined {
  if (!NAME.test(name)) {
    return 'its name is none';
  }
  const needsVersion = hasVersions && source.kind === 'index';
  if (version === undefined ? needsVersion : !VERSION.test(version)) {
    return `\`${name}\` has no version`;
  }
  if (CONTROL_CHARACTER.test(marker)) {
    return `the marker of \`${name}\` holds a control character`;
  }
  if (!hashes.every((hash) => HASH.test(hash))) {
    return `\`${name}\` has a hash that is none`;
  }
  if (source.kind === 'path' && ELSEWHERE.test(source.path)) {
    return `\`${name}\` lies at \`${source.path}\`, which is in no build context`;
  }
  return hashes.length > 0 && !hashes.some((hash) => STRONG_HASH.test(hash))
    ? `\`${name}\` has no hash that pip takes: sha256, sha384 or sha512`
    : undefined;
}

/** A package with the hashes alone that pip takes. */
export function withStrongHashes(one: LockedPackage): LockedPackage {
  return { ...one, hashes: one.hashes.filter((hash) => STRONG_HASH.test(hash)) };
}
