import { expect, test } from 'vitest';
import { lineSpan, linesOf, positionAt } from '../../src/source/position.js';

const source = { kind: 'mopyfile', filename: 'x', text: 'one\r\ntwo\n\nfour' } as const;

test.each([
  [0, 1, 1],
  [3, 1, 4],
  [5, 2, 1],
  [8, 2, 4],
  [9, 3, 1],
  [10, 4, 1],
  [14, 4, 5],
  [99, 4, 5],
])('offset %i is line %i, column %i', (offset, line, column) => {
  expect(positionAt(source, offset)).toEqual({ line, column });
});

test('an empty text has one position', () => {
  expect(positionAt({ kind: 'mopyfile', filename: 'x', text: '' }, 0)).toEqual({ line: 1, column: 1 });
});

test.each([
  [0, 3, 1, 1],
  [0, 5, 1, 1],
  [0, 9, 1, 2],
  [5, 14, 2, 4],
  [5, 10, 2, 2],
])('%i to %i touches the lines %i to %i', (start, end, first, last) => {
  expect(linesOf(source, { start, end })).toEqual({ first, last });
});

test.each([
  [1, 'one'],
  [2, 'two'],
  [3, ''],
  [4, 'four'],
  [5, ''],
])('line %i is %j', (line, text) => {
  const { start, end } = lineSpan(source, line);
  expect(source.text.slice(start, end)).toBe(text);
});
