import { expect, test } from 'vitest';
import { lineEnd, lineSpan, lineStart, linesOf, positionAt } from '../../src/source/position.js';

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

test.each([
  [0, 0, 3],
  [3, 0, 3],
  [4, 0, 4],
  [5, 5, 8],
  [8, 5, 8],
  [9, 9, 9],
  [10, 10, 14],
  [14, 10, 14],
])('the line of offset %i is %i to %i', (offset, start, end) => {
  expect(lineStart(source.text, offset)).toBe(start);
  expect(lineEnd(source.text, offset)).toBe(end);
});

test('the line before a line break that a text begins with is empty', () => {
  expect([lineStart('\nx', 0), lineEnd('\nx', 0)]).toEqual([0, 0]);
});
