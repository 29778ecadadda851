import { expect, test } from 'vitest';
import { spansWithin } from '../../src/source/spans.js';

const spans = [
  { start: 2, end: 4 },
  { start: 6, end: 7 },
  { start: 10, end: 20 },
];

test.each([
  [0, 2, []],
  [0, 3, [2]],
  [3, 4, [2]],
  [4, 6, []],
  [3, 11, [2, 6, 10]],
  [12, 13, [10]],
  [20, 30, []],
])('from %i to %i', (start, end, expected) => {
  expect(spansWithin(spans, start, end).map((span) => span.start)).toEqual(expected);
});
