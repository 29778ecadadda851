import { describe, expect, it } from 'vitest';
import {
  noImagesFor,
  noImagesForBuilder,
  parsePlatformList,
  parsePlatformName,
  platformName,
} from '../../src/plan/platform.js';

describe('a platform', () => {
  // The right side is what BuildKit makes of the left: containerd's platforms/database.go.
  it.each([
    ['linux/amd64', 'linux/amd64'],
    ['amd64', 'linux/amd64'],
    ['x86_64', 'linux/amd64'],
    ['x86-64', 'linux/amd64'],
    ['amd64/v1', 'linux/amd64'],
    ['amd64/v2', 'linux/amd64/v2'],
    ['amd64/3', 'linux/amd64/v3'],
    ['386', 'linux/386'],
    ['linux/i386', 'linux/386'],
    ['arm64', 'linux/arm64'],
    ['aarch64', 'linux/arm64'],
    ['arm64/v8', 'linux/arm64'],
    ['arm64/8', 'linux/arm64'],
    ['arm64/v8.0', 'linux/arm64'],
    ['arm64/8.0', 'linux/arm64'],
    ['arm64/v8.2', 'linux/arm64/v8.2'],
    ['arm64/v9', 'linux/arm64/v9'],
    ['arm64/9.0', 'linux/arm64/v9'],
    ['arm64/v9.1', 'linux/arm64/v9.1'],
    ['arm', 'linux/arm/v7'],
    ['armhf', 'linux/arm/v7'],
    ['armel', 'linux/arm/v6'],
    ['arm/v5', 'linux/arm/v5'],
    ['arm/v8', 'linux/arm/v8'],
    ['ppc64le', 'linux/ppc64le'],
    ['s390x', 'linux/s390x'],
    ['riscv64', 'linux/riscv64'],
    ['mips64le', 'linux/mips64le'],
    [' Linux/AMD64 ', 'linux/amd64'],
  ])('%j is %s', (text, name) => {
    const platform = parsePlatformName(text);
    expect(platform && platformName(platform)).toBe(name);
    expect(platform).toHaveProperty('os', 'linux');
    expect(Object.hasOwn(platform ?? {}, 'variant')).toBe(name.split('/').length > 2);
  });

  it.each([
    '',
    'linux',
    'linux/',
    'linux/linux',
    'windows/amd64',
    'darwin/arm64',
    'amd64/',
    'linux/arm/v7/x',
    'linux/amd64/v9',
    'linux/amd64/v2 as x',
    'linux/amd64/v2\nRUN true',
    'linux/amd64/constructor',
    'linux/arm/v07',
    'linux/arm/v99',
    'linux/arm64/v8.10',
    'linux/386/v1',
    'linux/s390x/z13',
    'constructor',
    'sparc',
    'xlinux/amd64',
  ])('is not %j', (text) => {
    expect(parsePlatformName(text)).toBeUndefined();
  });
});

describe('a list of platforms', () => {
  const read = (list: string) =>
    parsePlatformList(list, (message) => new RangeError(message)).map(platformName);

  it('has each once, in the order given', () => {
    expect(read('arm64, amd64,linux/x86_64,arm/v7,arm')).toEqual([
      'linux/arm64',
      'linux/amd64',
      'linux/arm/v7',
    ]);
  });

  it.each([
    ['amd64, sparc ,arm64', 'there are no Python images for the platform "sparc"'],
    ['', 'an entry of the list "" is empty'],
    ['amd64, ', 'an entry of the list "amd64, " is empty'],
  ])('%j is refused in the words of its reader', (list, message) => {
    expect(() => read(list)).toThrow(new RangeError(message));
  });
});

it('says what there is no image for, and what to do about a builder', () => {
  expect(noImagesFor(' sparc ')).toBe('there are no Python images for the platform "sparc"');
  expect(noImagesForBuilder('x')).toBe(
    'there are no Python images for the platform "x", which the builder has: name the one to build for',
  );
});
