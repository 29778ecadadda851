import { expect, test } from 'vitest';
import { sourceLine } from '../../src/init/source-line.js';
import type { Table } from '../../src/lock/values.js';

test.each<[Table, string | undefined]>([
  [{ git: 'https://example.com/a.git' }, 'a @ git+https://example.com/a.git'],
  [{ git: 'git+https://example.com/a.git', branch: 'main' }, 'a @ git+https://example.com/a.git@main'],
  [{ git: 'git@example.com:team/a.git', rev: '1f2e' }, 'a @ git+ssh://git@example.com/team/a.git@1f2e'],
  [
    { git: 'ssh://git@example.com/a.git', tag: 'v1', subdirectory: 'python' },
    'a @ git+ssh://git@example.com/a.git@v1#subdirectory=python',
  ],
  [{ git: 'https://example.com/a.git', extras: ['x', 'y'] }, 'a[x,y] @ git+https://example.com/a.git'],
  [{ url: 'https://example.com/a.whl' }, 'a @ https://example.com/a.whl'],
  [{ file: 'https://example.com/a.whl' }, 'a @ https://example.com/a.whl'],
  [{ path: 'lib/a' }, './below/lib/a'],
  [{ path: './lib/a', develop: true }, './below/lib/a'],
  [{ path: '../a' }, './a'],
  [{ version: '^1' }, undefined],
  [{}, undefined],
])('%j', (table, expected) => {
  expect(sourceLine('a', table, 'below/')).toBe(expected);
});
