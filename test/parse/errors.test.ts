import { describe, expect, test } from 'vitest';
import { parse } from '../../src/parse/parse.js';
import { maskedText } from '../../src/source/credentials.js';
import { MOPYFILE_FORMAT } from '../../src/validate/format.js';
import { parseText, plain } from './parsed.js';

describe('errors', () => {
  test.each<[string, readonly string[]]>([
    ['a: "b', ['1:4 yaml-syntax this quote is not closed']],
    [
      'python: 3.11\n pip:\n  - numpy',
      ['2:1 yaml-syntax this line is indented deeper than the line above, whose value it continues'],
    ],
    [
      'pip:\n    - numpy\n  - pandas',
      ['3:1 yaml-syntax this line does not fit the indentation of the lines above'],
    ],
    [
      '# a\n python: 3.11\npip: [numpy]',
      ['3:1 yaml-syntax this key starts further left than the first key of the file'],
    ],
    ['pip: [numpy, uvicorn[standard]]', ['1:14 yaml-syntax a `[` inside of a list starts another list']],
    ['a: [b, c\nd: e', ['1:4 yaml-syntax a `[` or `{` is not closed properly']],
    ['a:\n  b: c: d\n  e: f', ['2:6 yaml-syntax a mapping or list cannot start here']],
    ['- b: c: d\n  e: f', ['1:6 yaml-syntax a mapping or list cannot start here']],
    ['a: b: c', ['1:4 yaml-syntax a mapping or list cannot start here']],
    ['a: @b', ['1:4 yaml-syntax a value without quotes cannot start with this character']],
    ['a: "\\q"', ['1:5 yaml-syntax this is not an escape sequence']],
    ['a: *b', ['1:4 yaml-syntax this alias refers to no anchor above it']],
    ['? [a]\n: b', ['1:3 yaml-syntax a list or mapping cannot be a key']],
    ['a: 1\nb', ['2:1 yaml-syntax a key has no value']],
    ['a: \u0007', ['1:4 yaml-syntax the character U+0007']],
    ['\ta: b', ['1:1 yaml-tab a tab indents this line']],
    ['a: 1\n---\nb: 2', ['2:1 multiple-documents']],
    ['a: 1\n...\nb: 2', ['3:1 multiple-documents']],
    ['a: 1\na: 2\n"a": 3', ['2:1 duplicate-key', '3:1 duplicate-key']],
    ['1: a\n"1": b', ['2:1 duplicate-key']],
    ['a: &x [*x]', ['1:8 alias-expansion']],
    ['', ['1:1 not-a-mapping the file says nothing']],
    ['# nothing', ['1:1 not-a-mapping the file says nothing']],
    ['- a', ['1:1 not-a-mapping the file holds a list']],
    ['a', ['1:1 not-a-mapping the file holds a single value']],
    ['%YAML 1.1\n---\na: yes', ['1:1 yaml-version']],
    ['a: !x b', ['1:4 yaml-tag']],
    ['a: !!set {x}', ['1:4 yaml-tag']],
    ['!x\n- a', ['1:1 yaml-tag', '2:1 not-a-mapping the file holds a list']],
    ['*x', ['1:1 yaml-syntax this alias refers to no anchor above it']],
    [
      '!x a: *b\n*c : {d: 1, d: 2}',
      ['1:1 yaml-tag', '1:7 yaml-syntax', '2:1 yaml-syntax', '2:13 duplicate-key'],
    ],
    ['? [a]\n: &b c\nd: *b', ['1:3 yaml-syntax a list or mapping cannot be a key']],
  ])('%j', (text, expected) => {
    const { diagnostics } = parseText(text);
    const found = diagnostics.map(({ code, message, locations: [location] }) => {
      const before = text.slice(0, location?.span.start);
      return `${before.split('\n').length}:${before.length - before.lastIndexOf('\n')} ${code} ${message}`;
    });
    expect(found).toHaveLength(expected.length);
    for (const [index, start] of expected.entries()) {
      expect(found[index]?.startsWith(start), found[index]).toBe(true);
    }
  });

  test('`%YAML 1.2` and a leading `---` are fine', () => {
    expect(parseText('%YAML 1.2\n---\na: b\n...\n').diagnostics).toEqual([]);
  });

  test('an alias bomb is refused quickly', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`,
    );
    expect(parseText(`l0: &l0 x\n${levels.join('\n')}`).diagnostics.map(({ code }) => code)).toEqual([
      'alias-expansion',
    ]);
  });

  test.each<[string, string, number]>([
    ['[', 'yaml-syntax', 100],
    ['{', 'yaml-syntax', 100],
    ['[[], ', 'yaml-syntax', 496],
    ['- ', 'yaml-syntax', 198],
    ['a: ', 'yaml-syntax', 298],
    ['? ', 'yaml-syntax', 198],
    [']', 'yaml-syntax', 0],
    ['!x ', 'file-too-large', 149_995 * 3],
    ['&a ', 'file-too-large', 149_995 * 3],
    ['*a ', 'file-too-large', 149_995 * 3],
    ['\n- ', 'file-too-large', 149_995 * 3 + 1],
  ])('one error about a mebibyte of %j', (unit, code, offset) => {
    const head = 'python: 3.13\npip: ';
    const { diagnostics } = parseText(head + unit.repeat((1024 * 1024 - head.length) / unit.length));
    expect(diagnostics.map((found) => found.code)).toEqual([code]);
    expect((diagnostics[0]?.locations[0]?.span.start ?? 0) - head.length).toBe(offset);
  });

  test.each([
    ['levels', `a: ${'['.repeat(100)}${']'.repeat(100)}`],
    ['keys', Array.from({ length: 40_000 }, (_, index) => `k${index}: v`).join('\n')],
    ['items', `a: [${'[b], '.repeat(30_000)}]`],
    ['signs in brackets', `a: {${Array.from({ length: 200 }, (_, index) => `k${index}: v`).join(', ')}}`],
  ])('many %s are none', (_name, text) => {
    expect(parseText(text).diagnostics).toEqual([]);
  });

  test.each([
    ['a file of exactly one mebibyte', 1024 * 1024, []],
    ['one byte more', 1024 * 1024 + 1, ['file-too-large']],
  ])('%s', (_name, size, codes) => {
    expect(parseText(`a: b\n${'#'.repeat(size - 5)}`).diagnostics.map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    ['an invalid byte', [0x61, 0x3a, 0x20, 0xff], 3],
    ['a character cut off at the end', [0x61, 0x3a, 0x20, 0xc3], 3],
    ['after characters of several bytes', [0xc3, 0xa9, 0xef, 0xbf, 0xbd, 0x80], 2],
    ['UTF-16', [0xff, 0xfe, 0x61, 0x00], 0],
    ['UTF-16 and nothing more', [0xff, 0xfe], 0],
  ])('bytes that are not UTF-8: %s', (_name, bytes, start) => {
    const { diagnostics } = parse(Uint8Array.from(bytes), 'x', MOPYFILE_FORMAT.secrets);
    expect(diagnostics).toMatchObject([{ code: 'not-utf-8', locations: [{ span: { start } }] }]);
  });
});

test.each(['utf-16le', 'utf-16be'] as const)(
  'a file in %s is shown as it is, without its passwords',
  (label) => {
    const bytes = Buffer.from('python: 3.13\nindices: [{password: hunter2}]\n', 'utf16le');
    const { source, diagnostics } = parse(
      label === 'utf-16le' ? bytes : bytes.swap16(),
      'x',
      MOPYFILE_FORMAT.secrets,
    );
    expect(diagnostics).toMatchObject([{ code: 'not-utf-8', message: 'the file is UTF-16, not UTF-8' }]);
    expect(maskedText(source)).toBe('python: 3.13\nindices: [{password: ***\n');
  },
);

describe('half of a character', () => {
  test.each<[string, unknown]>([
    ['python: "3.13\\ud800"', { python: 'unknown' }],
    ['labels: {a: "b\\ud800"}', { labels: { a: 'unknown' } }],
    ['"\\udc00": x', {}],
    ['pip: ["\\udc00"]', { pip: ['unknown'] }],
    [
      'indices: [{url: "https://h", username: u, password: "a\\ud800"}]',
      { indices: [{ url: 'string https://h', username: 'string u', password: 'unknown' }] },
    ],
    ['prepare: [["\\ud800"]]', { prepare: [['unknown']] }],
  ])('is an error where it stands, and no value: %s', (text, expected) => {
    const { document, diagnostics } = parseText(text);
    expect(diagnostics).toMatchObject([{ code: 'yaml-syntax' }]);
    expect(text.slice(diagnostics[0]?.locations[0]?.span.start)).toMatch(/^"[^"]*\\ud[8c]00"/);
    expect(plain(document?.root)).toEqual(expected);
  });

  test('is none beside its other half', () => {
    expect(parseText('a: "\\ud83d\\ude00"').diagnostics).toEqual([]);
  });
});

describe('what there is to check beside what was refused', () => {
  test.each<[string, unknown]>([
    ['a: "b', undefined],
    ['a: 1\n---\nb: 2', undefined],
    ['- a', undefined],
    ['*x', undefined],
    ['a: 1\na: 2\nb: 3', { a: 'number 1', b: 'number 3' }],
    ['a: *b\nc: [*d, e]', { a: 'unknown', c: ['unknown', 'string e'] }],
    ['a: !x b\nc: !x [d]\ne: !!str f', { a: 'unknown', c: 'unknown', e: 'string f' }],
    ['a: &b !x c\nd: *b', { a: 'unknown', d: 'unknown' }],
    ['!x a: b', { a: 'string b' }],
    ['? [a]\n: b\n*c : d\ne: f', { e: 'string f' }],
    ['!x\na: b', { a: 'string b' }],
    ['a: &x [*x, b]', { a: ['unknown', 'string b'] }],
    ['%YAML 1.1\n---\na: yes', { a: 'string yes' }],
  ])('%j', (text, expected) => {
    const { document, diagnostics } = parseText(text);
    expect(diagnostics).not.toEqual([]);
    expect(plain(document?.root)).toEqual(expected);
  });
});
