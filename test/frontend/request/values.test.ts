import { expect, test } from 'vitest';
import { readCsv } from '../../../src/frontend/request/values.js';

test.each<[string, readonly string[]]>([
  ['', []],
  ['a=1', ['a=1']],
  ['a,b', ['a', 'b']],
  ['"a,b",c', ['a,b', 'c']],
  ['"a""b"', ['a"b']],
  ['a,', ['a', '']],
])('%j is one CSV record', (text, expected) => {
  expect(readCsv('x', text)).toEqual(expected);
});
