import { expect, test } from 'vitest';
import { satisfies } from '../../src/requirement/version-order.js';

// Expected answers are those of `packaging.specifiers.SpecifierSet(…).contains(…, prereleases=True)`.
test.each<[string, string, boolean]>([
  ['2.1.0', '==2.1', true],
  ['2.1.0', '==1.0', false],
  ['2.1.0', '==2.*', true],
  ['2.10', '==2.1.*', false],
  ['2.1.0', '!=2.1', false],
  ['2.1.0', '>=2,<3', true],
  ['2.1.0', '>=2.2', false],
  ['1.10', '>1.9', true],
  ['1.9.post1', '>1.9', false],
  ['1.9.post2', '>1.9.post1', true],
  ['2.0rc1', '<2', false],
  ['2.0rc1', '<2.0rc2', true],
  ['2.0a2', '<2.0.beta.1', true],
  ['2.0.dev3', '<2.0a1', true],
  ['2.0', '>2.0rc1', true],
  ['1.0-1', '==1.0.post1', true],
  ['1.4.5', '~=1.4.2', true],
  ['1.5', '~=1.4.2', false],
  ['1.5', '~=1.4', true],
  ['2.0', '~=1.4', false],
  ['1!1.0', '>2024', true],
  ['2.0+cpu', '==2.0', true],
  ['2.0+cpu', '==2.0+cu.12', false],
  ['2.0+cpu', '<=2.0', true],
  ['2.0', '===2.0', true],
  ['2.0.0', '===2.0', false],
  ['2.0', '', true],
  ['v2.0', ' >= 1 , < 3 ', true],
])('%s in %j: %s', (version, specifiers, expected) => {
  expect(satisfies(version, specifiers)).toBe(expected);
});

test.each([
  ['latest', '>=1'],
  ['1.0', '^1'],
  ['1.0', '>=one'],
])('%s in %s cannot be told', (version, specifiers) => {
  expect(satisfies(version, specifiers)).toBeUndefined();
});
