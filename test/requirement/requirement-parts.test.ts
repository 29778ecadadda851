import { expect, test } from 'vitest';
import {
  pathTail,
  type RequirementParts,
  requirementParts,
} from '../../src/requirement/requirement-parts.js';

const PLAIN = { extras: [], versions: [], marker: '', rest: '' };

test.each<[string, RequirementParts]>([
  ['six', { ...PLAIN, name: 'six' }],
  [
    'A_b [ x, y-z ] ( >= 1, <2 ) ; os_name == "posix" ',
    {
      name: 'A_b',
      extras: ['x', 'y-z'],
      versions: ['>= 1', '<2'],
      marker: 'os_name == "posix"',
      rest: '',
    },
  ],
  [
    'a[x] @ https://example.org/a.zip ; extra == "y"',
    { ...PLAIN, name: 'a', extras: ['x'], url: 'https://example.org/a.zip', marker: 'extra == "y"' },
  ],
  ['a==1 --hash=sha256:00', { ...PLAIN, name: 'a', versions: ['==1'], rest: '--hash=sha256:00' }],
  ['a>=x.y', { ...PLAIN, name: 'a', versions: ['>=x.y'] }],
  ['a; nothing', { ...PLAIN, name: 'a', marker: 'nothing' }],
])('%s has parts', (text, parts) => {
  expect(requirementParts(text)).toEqual(parts);
});

test.each(['./a[x]', '-r a.txt', '.', ''])('%j is no requirement of PEP 508', (text) => {
  expect(requirementParts(text)).toBeUndefined();
});

test.each([
  ['', { extras: [], marker: '' }],
  ['[a, b]', { extras: ['a', 'b'], marker: '' }],
  [' [a] ; os_name == "nt" ', { extras: ['a'], marker: 'os_name == "nt"' }],
  ['; os_name == "nt"', { extras: [], marker: 'os_name == "nt"' }],
  ['[a', undefined],
  ['/more', undefined],
])('%j behind a path has parts', (text, parts) => {
  expect(pathTail(text)).toEqual(parts);
});
