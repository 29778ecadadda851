import { MAX_VALUE_SIZE, sizeOf } from '../../basics/value-size.js';
import type { Report } from '../report.js';
import type { ScalarEntry } from '../scalars.js';

/** Bytes that all variables, or all labels, may have together: half of what Linux starts a program with. */
const MAX_TOTAL_SIZE = 1024 * 1024;

/**
 * Judges values that come one after the other by their sizes: each alone, and all so far together. Values
 * after the first that is too much altogether do not fit either, and are not reported.
 */
export function sizeLimits(
  where: 'envs' | 'labels',
  report: Report,
): (entry: ScalarEntry, size: number) => boolean {
  let total = 0;
  return ({ key, value }, size) => {
    if (total > MAX_TOTAL_SIZE) {
      return false;
    }
    const own = sizeOf(key.text) + size;
    const tooLong = own > MAX_VALUE_SIZE;
    if (!tooLong) {
      total += own;
    }
    if (!tooLong && total <= MAX_TOTAL_SIZE) {
      return true;
    }
    const name = key.text.length > MAX_SHOWN_NAME ? `${key.text.slice(0, MAX_SHOWN_NAME)}…` : key.text;
    report({
      code: 'value-too-long',
      message: tooLong
        ? `\`${name}\` has more than ${MAX_VALUE_SIZE.toLocaleString('en')} bytes with its references replaced`
        : `up to \`${name}\`, \`${where}\` has more than 1 MiB with all references replaced`,
      hint: 'shorten it; a long text belongs in a file of the project',
      at: value.span,
    });
    return false;
  };
}

/** A name may be what is too long. */
const MAX_SHOWN_NAME = 100;
