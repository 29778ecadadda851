import { expect, test } from 'vitest';
import { keyPlaces, START, stringPlaces } from '../../src/lock/places.js';

const PROJECT = `# "b" and 'c'
[tool.poetry.dependencies]
python = "^3.9"
"a" = "*"
  b = { version = "1", extras = ["x"] }
[tool.poetry.dependencies.c]
version = "2"
[tool.poetry.group.dev.dependencies] # a
a = """
[tool.poetry.dependencies]
d = 1
"""
`;

test.each([
  ['tool.poetry.dependencies', 'python', 'python = "^3.9"'],
  ['tool.poetry.dependencies', 'a', '"a" = "*"'],
  ['tool.poetry.dependencies', 'b', 'b = { version = "1", extras = ["x"] }'],
  ['tool.poetry.dependencies', 'c', '[tool.poetry.dependencies.c]'],
  ['tool.poetry.group.dev.dependencies', 'a', 'a = """'],
])('of [%s] the key %s stands there', (table, key, line) => {
  const { start, end } = keyPlaces(PROJECT)(table, key);
  expect(PROJECT.slice(start, end)).toBe(line);
});

test('a key that is not there is at the beginning', () => {
  expect(keyPlaces(PROJECT)('tool.poetry.dependencies', 'd')).toBe(START);
});

test.each(['click>=8', "rich; python_version < '3.12'", 'click'])(
  'the string %s is found whole',
  (written) => {
    const text = `a = ["click>=8", "rich; python_version < '3.12'",\n 'click', "click"]`;
    const { start, end } = stringPlaces(text)(written);
    expect(text.slice(start, end)).toBe(written);
    expect(text[end]).toMatch(/["']/);
  },
);

test('a string with escapes is at the beginning', () => {
  expect(stringPlaces('a = ["\\u0061"]')('a')).toBe(START);
});
