import { normalizedName } from '../basics/normalized-name.js';
import type { LockedPackage, LockProblem } from './lock.js';

/** The Pythons and machines that a wheel is for. */
interface WheelTags {
  readonly pythons: readonly string[];
  readonly abis: readonly string[];
  readonly platforms: readonly string[];
}

/** Undefined for an archive of sources. */
function wheelTags(archive: string): WheelTags | undefined {
  const [, pythons, abis, platforms] = /-([^-]+)-([^-]+)-([^-]+)\.whl$/.exec(archive) ?? [];
  return pythons === undefined || abis === undefined || platforms === undefined
    ? undefined
    : { pythons: pythons.split('.'), abis: abis.split('.'), platforms: platforms.split('.') };
}

/** musl is no C library of these images. */
function isForLinux({ platforms }: WheelTags): boolean {
  return platforms.some((platform) => /^(?:any$|linux_|manylinux)/.test(platform));
}

/** Tags of CPython, as far as the version is known. */
function isForPython({ pythons, abis }: WheelTags, python: string): boolean {
  // Of an interpreter without the global lock, which no base image has.
  if (abis.every((abi) => /^cp\d+t$/.test(abi))) {
    return false;
  }
  const minor = Number(python.split('.')[1] ?? Number.NaN);
  return pythons.some((tag) => {
    const [, implementation, number] = /^(py|cp)3(\d*)$/.exec(tag) ?? [];
    if (implementation === undefined || Number.isNaN(minor) || number === '') {
      return implementation !== undefined;
    }
    const isOlder = Number(number) <= minor;
    return implementation === 'py' || abis.includes('abi3') ? isOlder : Number(number) === minor;
  });
}

/**
 * Problems of packages that have wheels for other systems or Pythons alone, and no sources. Which machine it is for, the
 * markers and pip decide.
 *
 * @param python the interpreter's version as far as it is known
 */
export function unavailablePackages(
  packages: readonly LockedPackage[],
  python: string,
): readonly LockProblem[] {
  return packages.flatMap(({ name, version, archives = [], span }): readonly LockProblem[] => {
    const wheels = archives.flatMap((archive) => wheelTags(archive) ?? []);
    if (archives.length === 0 || wheels.length < archives.length) {
      return [];
    }
    const forLinux = wheels.filter(isForLinux);
    if (forLinux.some((wheel) => isForPython(wheel, python))) {
      return [];
    }
    const what = `\`${normalizedName(name)}${version === undefined ? '' : `==${version}`}\``;
    return [
      {
        code: 'lock-platform',
        message: `${what} has no sources in the lock, and no wheel for ${forLinux.length === 0 ? 'Linux with glibc' : `Python ${python}`}`,
        hint:
          forLinux.length === 0
            ? "give what depends on it a marker such as `; sys_platform == 'win32'`, and lock anew"
            : 'change `python`, or lock a version that has one',
        span,
      },
    ];
  });
}
