import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isArchive } from '../../../src/frontend/sources/archive.js';

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
