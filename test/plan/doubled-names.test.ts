import { expect, test } from 'vitest';
import { withoutDoubledNames } from '../../src/plan/doubled-names.js';

test.each<[readonly string[], readonly string[]]>([
  [
    ['idna', 'six', 'Idna>=2'],
    ['idna>=2', 'six'],
  ],
  [['a_b[x]>=1', 'a-b[y, x] (<3, >=1)'], ['a_b[x,y]>=1,<3']],
  [['a ; os_name == "nt"', 'a>1;os_name == "nt"'], ['a>1 ; os_name == "nt"']],
  [
    ['a==1 ; python_version < "3"', 'a==2 ; python_version >= "3"'],
    ['a==1 ; python_version < "3"', 'a==2 ; python_version >= "3"'],
  ],
  [
    ['a @ https://example.org/a.zip', 'a', './a', '-r a.txt', './a', '-r b.txt', '.', '.'],
    ['a @ https://example.org/a.zip', 'a', './a', '-r a.txt', '-r b.txt', '.'],
  ],
])('%j is asked for as %j', (lines, expected) => {
  expect(withoutDoubledNames(lines)).toEqual(expected);
});
