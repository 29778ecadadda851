import { describe, expect, it } from 'vitest';
import { decodeRequirementsFile } from '../../src/requirement/decode.js';

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('decoding requirements files', () => {
  it.each<[string, Uint8Array, string]>([
    ['UTF-8', Buffer.from('é'), 'é'],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffé'), 'é'],
    ['UTF-16 as Windows writes it', Buffer.from('\ufeffé\r\n', 'utf16le'), 'é\r\n'],
    ['UTF-16 the other way round', Buffer.from([0xfe, 0xff, 0, 0xe9]), 'é'],
    [
      'a declaration in the first line',
      latin1('# -*- coding: latin-1 -*-\né'),
      '# -*- coding: latin-1 -*-\né',
    ],
    [
      'a declaration in the second line',
      latin1('#\n# vim: set fileencoding=cp1252 :\né'),
      '#\n# vim: set fileencoding=cp1252 :\né',
    ],
    ['a declaration below', Buffer.from('a\nb\n# coding: latin-1\né'), 'a\nb\n# coding: latin-1\né'],
    ['no comment', Buffer.from('coding: latin-1 é'), 'coding: latin-1 é'],
    ['an empty file', new Uint8Array(), ''],
  ])('%s', (_, bytes, text) => {
    expect(decodeRequirementsFile(bytes)).toEqual({ text });
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['no UTF-8', latin1('é'), /not valid UTF-8/],
    ['a surrogate alone', Buffer.from([0xff, 0xfe, 0x00, 0xd8]), /not valid UTF-16LE/],
    ['UTF-16 without a mark', Buffer.from('numpy\r\n', 'utf16le'), /UTF-16 without a byte order mark/],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), /UTF-32/],
    ['no ASCII', Buffer.from('# coding: ascii\né'), /not valid ASCII/],
    ['an unknown encoding', Buffer.from('# coding: klingon\n'), /`klingon`/],
  ])('%s is refused', (_, bytes, message) => {
    const { problem } = decodeRequirementsFile(bytes);
    expect(problem?.message).toMatch(message);
    expect(problem?.hint).toBe('save the file as UTF-8');
  });
});
