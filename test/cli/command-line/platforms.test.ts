import { expect, it } from 'vitest';
import { builderPlatform, parsePlatforms } from '../../../src/cli/command-line/platforms.js';
import { machinePlatform, platformName } from '../../../src/plan/platform.js';

it.each([
  ['linux/x86_64', 'linux/amd64'],
  ['arm64/8', 'linux/arm64'],
])('%s is %s', (text, name) => {
  expect(parsePlatforms([text]).map(platformName)).toEqual([name]);
  expect(platformName(builderPlatform(text))).toBe(name);
});

it('refuses what there is no Python image for', () => {
  expect(() => parsePlatforms(['sparc'])).toThrow(/^-platform: there are no Python images/);
  expect(() => builderPlatform('sparc')).toThrow(
    'there are no Python images for the platform "sparc", which the builder has: name the one to build for',
  );
});

it.each(['', ',', 'linux/amd64,', 'linux/amd64,,arm64'])('says that an entry is empty: %j', (list) => {
  expect(() => parsePlatforms([list])).toThrow(
    `-platform: an entry of the list ${JSON.stringify(list)} is empty`,
  );
});

it('lists each platform once', () => {
  expect(parsePlatforms(['arm64,amd64', 'linux/arm64/v8']).map(platformName)).toEqual([
    'linux/arm64',
    'linux/amd64',
  ]);
});

it.each<[string, object, string]>([
  ['x64', {}, 'linux/amd64'],
  ['ia32', {}, 'linux/386'],
  ['arm64', {}, 'linux/arm64'],
  ['arm', { arm_version: '6' }, 'linux/arm/v6'],
  ['arm', { arm_version: '7' }, 'linux/arm/v7'],
  ['arm', {}, 'linux/arm/v7'],
  ['s390x', {}, 'linux/s390x'],
  ['ppc64', {}, 'linux/ppc64le'],
])('Node on %s %j runs on %s', (architecture, variables, platform) => {
  expect(machinePlatform(architecture, variables)).toBe(platform);
});
