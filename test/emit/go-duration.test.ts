import { expect, test } from 'vitest';
import { goDuration } from '../../src/emit/go-duration.js';

// Texts are those of time.Duration(n).String() in Go.
test.each([
  [0, '0s'],
  [1, '1ns'],
  [1_500, '1.5µs'],
  [1_000_000, '1ms'],
  [1_500_000, '1.5ms'],
  [1_000_001, '1.000001ms'],
  [999_999_999, '999.999999ms'],
  [1_000_000_000, '1s'],
  [1_000_000_001, '1.000000001s'],
  [59_900_000_000, '59.9s'],
  [60_000_000_000, '1m0s'],
  [90_000_000_000, '1m30s'],
  [3_600_000_000_000, '1h0m0s'],
  [3_661_001_000_000, '1h1m1.001s'],
  [86_400_000_000_000, '24h0m0s'],
])('%d is %s', (nanoseconds, expected) => {
  expect(goDuration(nanoseconds)).toBe(expected);
});
