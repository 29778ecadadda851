import type { Plan } from './plan.js';

/**
 * The newest patch release of each minor version of Python at the end of 2025, from the list of releases on python.org.
 * Of 3.9 and those before it there will be no others. Newer releases are accepted all the same.
 */
const NEWEST_PATCH: Readonly<Record<string, number>> = {
  '3.0': 1,
  '3.1': 5,
  '3.2': 6,
  '3.3': 7,
  '3.4': 10,
  '3.5': 10,
  '3.6': 15,
  '3.7': 17,
  '3.8': 20,
  '3.9': 25,
  '3.10': 19,
  '3.11': 14,
  '3.12': 12,
  '3.13': 11,
  '3.14': 2,
};

/** A sentence about the release of Python in a reference, if it is newer than the table, for when that image is not there. */
export function unknownRelease(reference: string): string | undefined {
  const { minor = '', patch = '' } =
    /(?:^|\/)python:(?<minor>3\.\d+)\.(?<patch>\d+)(?![\d.])/.exec(reference)?.groups ?? {};
  const newest = NEWEST_PATCH[minor];
  return newest === undefined || Number(patch) <= newest
    ? undefined
    : `the newest release of Python ${minor} that mopy knows of is ${minor}.${newest}, and \`python: ${minor}\` always means the newest`;
}

/** The same about the images that a plan builds on. */
export function unknownReleaseOf({ stages }: Plan): string | undefined {
  return stages
    .map(({ base }) => (base.kind === 'image' ? unknownRelease(base.image.reference) : undefined))
    .find((sentence) => sentence !== undefined);
}
