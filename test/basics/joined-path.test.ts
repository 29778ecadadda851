import { posix } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinedPath } from '../../src/basics/joined-path.js';

it('joins paths as Node does with a `.` as the last part', () => {
  const name = fc.constantFrom('', '.', '..', '...', 'a', '.b', '漢');
  const path = fc.array(name, { maxLength: 8 }).map((names) => names.join('/'));
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 3 }), (parts) => {
      expect(joinedPath(...parts)).toBe(posix.join(...parts, '.'));
    }),
    { numRuns: 2000 },
  );
});
