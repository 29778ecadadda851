import { describe, expect, test } from 'vitest';
import {
  keyedCredentialSpans,
  maskedText,
  maskSpans,
  maskUrls,
  urlCredentialSpans,
} from '../../src/source/credentials.js';
import { mergeSpans } from '../../src/source/spans.js';

describe('credentials in URLs', () => {
  test.each([
    ['https://user:secret@host/x', 'https://***@host/x'],
    ['https://token@host/x', 'https://***@host/x'],
    ['https://user:@host/x', 'https://***@host/x'],
    ['git+https://user:secret@github.com/a/b.git@dev', 'git+https://***@github.com/a/b.git@dev'],
    ['git+ssh://git@github.com/a/b.git', 'git+ssh://git@github.com/a/b.git'],
    ['git+ssh://git:secret@github.com/a/b.git', 'git+ssh://git:***@github.com/a/b.git'],
    ['ssh://:secret@host/x', 'ssh://:***@host/x'],
    ['HTTPS://U:P@host', 'HTTPS://***@host'],
    ['https://a@b@host/x', 'https://***@host/x'],
    ["https://user:pa'ss@host/x", 'https://***@host/x'],
    ['https://user:pa/ss@host/x', 'https://***@host/x'],
    ['https://user:pa?ss#1@host/x', 'https://***@host/x'],
    ['https://github.com/a/b.git@dev', 'https://github.com/a/b.git@dev'],
    ['https://host:8080/a/b.git@dev', 'https://host:8080/a/b.git@dev'],
    ['https://host:8080', 'https://host:8080'],
    ['https://[::1]:8080/a@b', 'https://[::1]:8080/a@b'],
    ['["https://one","x@y"]', '["https://one","x@y"]'],
    ['name @ https://u:p@h/x.whl ; x', 'name @ https://***@h/x.whl ; x'],
    ['https://a:b@c https://d:e@f', 'https://***@c https://***@f'],
    ['u:secret@host/simple', '***@host/simple'],
    ['`ftp:/u:secret@host/x` does not exist', '`ftp:/***@host/x` does not exist'],
    ['//u:secret@host', '//***@host'],
    ['git@github.com:a/b.git@main', 'git@github.com:a/b.git@main'],
    ['x @ git+ssh://git@host:22/a.git', 'x @ git+ssh://git@host:22/a.git'],
  ])('%s', (text, masked) => {
    expect(maskUrls(text)).toBe(masked);
  });
});

test.each([1, 9, 10, 11, 64, 999])('a credential of %d characters is hidden whole', (length) => {
  const secret = 'x'.repeat(length);
  for (const text of [`https://${secret}@host`, `https://u:${secret}@host`, `u:${secret}@host`]) {
    expect(maskUrls(text)).toBe(text.replace(/[^/]+@/, '***@'));
  }
  const spans = [{ start: 2, end: 2 + length }];
  expect(maskSpans(`a ${secret} b`, spans)).toBe('a *** b');
});

describe('credentials by key, in a text that is no YAML', () => {
  test.each([
    ['  password: "geh\n  next: x\n', '  password: ***\n  next: x\n'],
    ['- username: a\n  password: b # c\n  trust: true', '- username: ***\n  password: ***\n  trust: true'],
    ['- {url: x, password: b, trust: true}\n- x', '- {url: x, password: ***\n- x'],
    ['  password: |\n    one\n\n    two\n  next: x', '  password: ***\n***\n\n***\n  next: x'],
    ['  "password": b', '  "password": ***'],
    ['  password:\n  next: x', '  password:\n  next: x'],
    ['  password:b', '  password:***'],
    ['#   password: b', '#   password: ***'],
    ['  my-password: b', '  my-password: b'],
  ])('%j', (text, masked) => {
    const shown = maskSpans(text, keyedCredentialSpans(text, new Set(['username', 'password']))).replaceAll(
      /^ +(?=\*)/gm,
      '',
    );
    expect(shown).toBe(masked);
    expect(shown.split('\n')).toHaveLength(text.split('\n').length);
  });
});

test.each([
  ['a user alone, of SSH', () => urlCredentialSpans('ssh://git@host'), []],
  ['no keys', () => keyedCredentialSpans('a : b', new Set()), []],
  ['a key without a value', () => keyedCredentialSpans('token:  \nx: y', new Set(['token'])), []],
  [
    'a value without the blanks behind it',
    () => keyedCredentialSpans('token: b  \nx: y', new Set(['token'])),
    [[7, 8]],
  ],
  [
    'a key below one that is hidden whole',
    () => keyedCredentialSpans('token:\n  password: b\nc: d', new Set(['token', 'password'])),
    [[6, 20]],
  ],
  [
    'a line that is indented no deeper than the key',
    () => keyedCredentialSpans('-   token: b\n   c: d', new Set(['token'])),
    [[11, 12]],
  ],
])('places of %s', (_name, find, places) => {
  expect(find().map(({ start, end }) => [start, end])).toEqual(places);
});

test('a source says itself what must not be shown', () => {
  const source = {
    kind: 'mopyfile',
    filename: 'x',
    text: 'a b',
    secretSpans: [{ start: 2, end: 3 }],
  } as const;
  expect(maskedText(source)).toBe('a ***');
});

test('spans are sorted and joined', () => {
  const spans = [
    { start: 7, end: 9 },
    { start: 0, end: 3 },
    { start: 2, end: 5 },
    { start: 5, end: 6 },
  ];
  expect(mergeSpans(spans)).toEqual([
    { start: 0, end: 6 },
    { start: 7, end: 9 },
  ]);
});

test('line breaks within a credential stay', () => {
  expect(maskSpans('a: |\r\n  one two\r\n\r\n  three\r\nb', [{ start: 3, end: 28 }])).toBe(
    'a: ***\r\n  ***\r\n\r\n  ***\r\nb',
  );
});
