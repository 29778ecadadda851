import type { ParsedScalar } from '../../../parse/parsed-document.js';
import type { Report } from '../../report.js';

/** Nanoseconds of the units that Go's `time.ParseDuration` knows; micro has two signs. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
};

const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** Docker refuses less than a millisecond. */
const SHORTEST = UNITS['ms'] ?? 0;
const LONGEST = 24 * (UNITS['h'] ?? 0);

/**
 * Nanoseconds of a duration; undefined where its form is the schema's to report, and, reported, where Docker or reason
 * refuses it.
 */
export function readDuration(name: string, { text, span }: ParsedScalar, report: Report): number | undefined {
  const parts = [...text.matchAll(PART)];
  if (parts.map(([part]) => part).join('') !== text) {
    return undefined;
  }
  const nanoseconds = Math.round(
    parts.reduce((sum, [, number = '', unit = '']) => sum + Number(number) * (UNITS[unit] ?? 0), 0),
  );
  if (nanoseconds >= SHORTEST && nanoseconds <= LONGEST) {
    return nanoseconds;
  }
  report({
    code: 'healthcheck-duration',
    message: `\`${name}\` is ${nanoseconds < SHORTEST ? 'less than a millisecond' : 'more than a day'}`,
    hint: `write a duration from \`1ms\` to \`24h\`, for example \`${name}: 30s\`, or remove the key for Docker's own`,
    at: span,
  });
  return undefined;
}
