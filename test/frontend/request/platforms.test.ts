import { expect, test } from 'vitest';
import { readPlatforms, workerPlatform } from '../../../src/frontend/request/platforms.js';

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
