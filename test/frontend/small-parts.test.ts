import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { readEnvironment } from '../../src/frontend/daemon/environment.js';
import { escapePattern } from '../../src/frontend/gateway/reference-files.js';
import { readPlatforms, workerPlatform } from '../../src/frontend/request/platforms.js';
import { readCsv } from '../../src/frontend/request/values.js';
import { isArchive } from '../../src/frontend/sources/archive.js';

test("a frontend's options are in its environment, in any order", () => {
  const environment = {
    BUILDKIT_SESSION_ID: 's',
    BUILDKIT_FRONTEND_OPT_1: 'build-arg:A=b=c',
    BUILDKIT_FRONTEND_OPT_0: 'no-cache=',
    BUILDKIT_FRONTEND_OPT_x: 'a=b',
    PATH: '/bin',
  };
  const options = new Map(Object.entries({ 'build-arg:A': 'b=c', 'no-cache': '' }));
  expect(readEnvironment(environment)).toEqual({ session: 's', options });
});

describe('isArchive', () => {
  const header = Buffer.alloc(512);
  header.write('name');
  header.write('0000000\0', 100);
  const sum = header.reduce((total, byte) => total + byte, 0) + 8 * 0x20;
  const tar = Buffer.from(header);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);

  it.each<[string, Uint8Array, boolean]>([
    ['a tar', tar, true],
    ['a compressed tar', gzipSync(tar), true],
    ['bzip2', Buffer.from('BZh91AY'), true],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]), true],
    ['a header with a wrong sum', header, false],
    ['a Mopyfile', Buffer.from('python: 3\n'.repeat(100)), false],
    ['nothing', Buffer.alloc(0), false],
  ])('tells %s', (_name, bytes, expected) => {
    expect(isArchive(bytes)).toBe(expected);
  });
});

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

test.each([
  ['linux/amd64', { os: 'linux', architecture: 'amd64' }],
  ['amd64', { os: 'linux', architecture: 'amd64' }],
  ['Linux/x86_64', { os: 'linux', architecture: 'amd64' }],
  ['linux/amd64/v2', { os: 'linux', architecture: 'amd64', variant: 'v2' }],
  ['linux/arm64/v8', { os: 'linux', architecture: 'arm64' }],
  ['linux/aarch64', { os: 'linux', architecture: 'arm64' }],
  ['linux/arm', { os: 'linux', architecture: 'arm', variant: 'v7' }],
  ['linux/arm/6', { os: 'linux', architecture: 'arm', variant: 'v6' }],
  ['armel', { os: 'linux', architecture: 'arm', variant: 'v6' }],
  ['linux/i386', { os: 'linux', architecture: '386' }],
])('%s is a platform', (text, expected) => {
  expect(readPlatforms(text)).toEqual([expected]);
});

test.each([
  [{ OS: 'windows', Architecture: 'amd64' }, 'windows/amd64'],
  [{ OS: 'linux', Architecture: 'loong64', Variant: 'v1' }, 'linux/loong64/v1'],
])('a worker on %j has no platform', (platform, name) => {
  expect(() => workerPlatform(platform)).toThrow(
    `there are no Python images for the platform "${name}", which the builder has: name the one to build for`,
  );
});

test('a worker has a platform', () => {
  expect(workerPlatform({ OS: 'linux', Architecture: 'arm64', Variant: '' })).toEqual({
    os: 'linux',
    architecture: 'arm64',
  });
});

test('a path is a pattern for itself alone', () => {
  expect(escapePattern('a*[b]?\\c')).toBe('a\\*\\[b\\]\\?\\\\c');
});
