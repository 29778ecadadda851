import { expect, it } from 'vitest';
import { diagnosticsError } from '../../../src/frontend/answer/diagnostics.js';
import type { Diagnostic } from '../../../src/source/diagnostic.js';

const MEBIBYTE = 1024 * 1024;

/** An error in each of the first lines of a file of that many bytes. */
function errorsIn(size: number, count: number, message = 'wrong'): readonly Diagnostic[] {
  const source = { kind: 'requirements', filename: 'all.txt', text: 'x\n'.repeat(size / 2) } as const;
  return Array.from({ length: count }, (_, line) => ({
    code: 'pip-syntax',
    severity: 'error',
    message,
    locations: [{ source, span: { start: 2 * line, end: 2 * line + 1 } }],
  }));
}

it.each<[string, readonly Diagnostic[], number, RegExp]>([
  ['none', [], 0, /^$/],
  ['a few', errorsIn(100, 3), 3, /^all\.txt:1: wrong \[pip-syntax\]\n.*\n.*:3: wrong \[pip-syntax\]$/],
  ['a thousand', errorsIn(36_000, 1000), 10, /\nall\.txt:1000: wrong \[pip-syntax\]$/],
  ['a hundred thousand', errorsIn(200_000, 100_000), 7, /\[pip-syntax\]\nand \d{5} more$/],
  ['two in a file of a mebibyte', errorsIn(MEBIBYTE, 2), 1, /:2: /],
  ['one in a file that no client takes', errorsIn(4 * MEBIBYTE, 1), 0, /^all\.txt:1: /],
  ['two long ones', errorsIn(100, 2, 'x'.repeat(MEBIBYTE)), 2, /^all\.txt:1: x+\nand 1 more$/],
])(
  '%s: as many errors are told of, and at so many places, as a client takes',
  (_name, errors, places, text) => {
    const { message = '', details = [] } = diagnosticsError(errors).status;
    expect(details).toHaveLength(places);
    expect(message).toMatch(text);
    const size = details.reduce((sum, { value }) => sum + (value?.length ?? 0), message.length);
    expect(size).toBeLessThan(3 * MEBIBYTE);
  },
);
