import type { ParsedScalar } from '../../../parse/parsed-document.js';
import type { Report } from '../../report.js';

/** Nanoseconds of the units that Go's `time.ParseDuration` knows; micro has two signs. */
const UNITS = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
} as const;

const PART = /(?=\.?\d)(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g;

/** Docker refuses less than a millisecond. */
const SHORTEST = UNITS.ms;
const LONGEST = 24n * UNITS.h;

/**
 * Nanoseconds of a duration; undefined where its form is the schema's to report, and, reported, where Docker or reason
 * refuses it.
 */
export function readDuration(name: string, { text, span }: ParsedScalar, report: Report): number | undefined {
  const parts = [...text.matchAll(PART)];
  if (parts.map(([part]) => part).join('') !== text) {
    return undefined;
  }
  // Whole numbers, as Go computes: a double would round fractions otherwise.
  const nanoseconds = parts.reduce((sum, [, whole = '', fraction = '', unit]) => {
    const size = UNITS[unit as keyof typeof UNITS];
    return sum + BigInt(whole) * size + (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
  }, 0n);
  if (nanoseconds >= SHORTEST && nanoseconds <= LONGEST) {
    return Number(nanoseconds);
  }
  report({
    code: 'healthcheck-duration',
    message: `\`${name}\` is ${nanoseconds < SHORTEST ? 'less than a millisecond' : 'more than a day'}`,
    hint: `write a duration from \`1ms\` to \`24h\`, for example \`${name}: 30s\`, or remove the key for Docker's own`,
    at: span,
  });
  return undefined;
}
