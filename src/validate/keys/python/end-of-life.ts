/**
 * Last day of support of each Python 3 minor version: devguide.python.org/versions, as published at the end of 2025. Where
 * only the month is settled, its last day. Versions that are not here are newer than the table and accepted.
 */
const END_OF_LIFE: Readonly<Record<string, string>> = {
  '3.0': '2009-06-27',
  '3.1': '2012-04-09',
  '3.2': '2016-02-20',
  '3.3': '2017-09-29',
  '3.4': '2019-03-18',
  '3.5': '2020-09-30',
  '3.6': '2021-12-23',
  '3.7': '2023-06-27',
  '3.8': '2024-10-07',
  '3.9': '2025-10-31',
  '3.10': '2026-10-31',
  '3.11': '2027-10-31',
  '3.12': '2028-10-31',
  '3.13': '2029-10-31',
  '3.14': '2030-10-31',
  '3.15': '2031-10-31',
};

/** A version to recommend: well supported by packages and by Python's developers. */
export const RECOMMENDED_VERSION = '3.13';

/** The day on which a version's support ended, when that day lies before `now`. Just `3` is always the newest. */
export function endedOn(version: string, now: Date): string | undefined {
  const minor = /^(3\.\d+)(?:\.\d+)?$/.exec(version)?.[1];
  const day = minor === undefined ? undefined : END_OF_LIFE[minor];
  return day !== undefined && now.toISOString().slice(0, 10) > day ? day : undefined;
}
