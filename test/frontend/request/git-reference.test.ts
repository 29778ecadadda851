import { expect, test } from 'vitest';
import { FrontendError } from '../../../src/frontend/gateway/frontend-error.js';
import { type GitReference, parseGitReference } from '../../../src/frontend/request/git-reference.js';

const plain: GitReference = {
  remote: '',
  name: '',
  ssh: false,
  ref: '',
  folder: '',
  checksum: '',
  fetchByCommit: false,
  keepGitFolder: false,
  submodules: true,
  modificationTime: '',
};

test.each<[string, Partial<GitReference>]>([
  ['https://example.org/a/b.git', { remote: 'https://example.org/a/b.git', name: 'example.org/a/b.git' }],
  [
    'https://example.org/b.git#v1:sub/dir',
    { remote: 'https://example.org/b.git', name: 'example.org/b.git', ref: 'v1', folder: 'sub/dir' },
  ],
  [
    'http://example.org:81/b.git#:/x/../y',
    { remote: 'http://example.org:81/b.git', name: 'example.org:81/b.git', folder: 'y' },
  ],
  ['git://example.org/b', { remote: 'git://example.org/b', name: 'example.org/b' }],
  ['ssh://git@example.org/b', { remote: 'ssh://git@example.org/b', name: 'example.org/b', ssh: true }],
  [
    'git@example.org:a/b.git#main',
    { remote: 'git@example.org:a/b.git', name: 'example.org/a/b.git', ssh: true, ref: 'main' },
  ],
  ['github.com/a/b#main', { remote: 'github.com/a/b', name: 'github.com/a/b', ref: 'main' }],
  [
    'https://example.org/b.git?branch=main&subdir=x&submodules=false&keep-git-dir&mtime=commit',
    {
      remote: 'https://example.org/b.git',
      name: 'example.org/b.git',
      ref: 'refs/heads/main',
      folder: 'x',
      submodules: false,
      keepGitFolder: true,
      modificationTime: 'commit',
    },
  ],
  [
    'https://example.org/b.git?tag=v1&commit=abc',
    { remote: 'https://example.org/b.git', name: 'example.org/b.git', ref: 'refs/tags/v1', checksum: 'abc' },
  ],
  [
    'https://example.org/b.git?commit=abc&fetch-by-commit#v1',
    {
      remote: 'https://example.org/b.git',
      name: 'example.org/b.git',
      ref: 'v1',
      checksum: 'abc',
      fetchByCommit: true,
    },
  ],
  ['https://example.org/a%20b.git', { remote: 'https://example.org/a%20b.git', name: 'example.org/a b.git' }],
])('%s is a repository', (address, expected) => {
  expect(parseGitReference(address)).toEqual({ ...plain, ...expected });
});

test.each([
  '',
  '.',
  'https://example.org/a.tar.gz',
  'http://example.org/b.git/x',
  'example.org/a.git',
  'https://example.org/a%zz.tar.gz',
  'https://example.org/%zz.git',
  'https://example.org/a.git#%zz',
])('%j is none', (address) => {
  expect(parseGitReference(address)).toBeUndefined();
});

test.each([
  'https://example.org/b.git?what=1',
  'https://example.org/b.git?branch=a&tag=b',
  'https://example.org/b.git?subdir=x#main:y',
  'https://example.org/b.git?submodules=maybe',
  'https://example.org/b.git?fetch-by-commit=maybe',
])('%s contradicts itself', (address) => {
  expect(() => parseGitReference(address)).toThrow(FrontendError);
});
