import { describe, expect, test } from 'vitest';
import { entryOf, spanOfText } from '../../src/parse/parsed-document.js';
import { maskedText } from '../../src/source/credentials.js';
import { documentOf, nodeAt, parseText, plain } from './parsed.js';

describe('scalars keep what was written', () => {
  test.each([
    ['3.10', 'number 3.10'],
    ['1', 'number 1'],
    ['0x10', 'number 0x10'],
    ['1e3', 'number 1e3'],
    ['010', 'number 010'],
    ['9007199254740993', 'number 9007199254740993'],
    ['.inf', 'number .inf'],
    ['yes', 'string yes'],
    ['on', 'string on'],
    ['true', 'boolean true'],
    ['FALSE', 'boolean FALSE'],
    ['~', 'null ~'],
    ['null', 'null null'],
    ['', 'null '],
    ['2026-11-01', 'string 2026-11-01'],
    ['12:30', 'string 12:30'],
    ['"3.10"', 'string 3.10'],
    ['"a\\tb\\u0041"', 'string a\tbA'],
    ["'it''s'", "string it's"],
    ['""', 'string '],
    ['one\n  two', 'string one two'],
    ['|\n  one\n  two\n', 'string one\ntwo\n'],
    ['>-\n  one\n  two\n', 'string one two'],
    ['!!str 1', 'string 1'],
    ['! 1', 'string 1'],
    ['x#y # comment', 'string x#y'],
  ])('%j', (written, expected) => {
    expect(plain(nodeAt(documentOf(`key: ${written}`), ['key']))).toBe(expected);
  });
});

describe('places', () => {
  const text = 'a:\n  - "one"\n  - &x two\n  - *x\n  - "t\\u0068ree"\nb: {c: 1, "d e": >-\n   four\n}\n';
  const document = documentOf(text.replace('>-\n   four\n', 'four'));
  const { text: source } = document.source;

  test.each([
    [['a', 0], '"one"'],
    [['a', 1], 'two'],
    [['a', 2], '*x'],
    [['b', 'd e'], 'four'],
    [['b'], '{c: 1, "d e": four}'],
    [['a'], '- "one"\n  - &x two\n  - *x\n  - "t\\u0068ree"'],
  ])('%j', (path, written) => {
    const { start, end } = nodeAt(document, path)?.span ?? { start: 0, end: 0 };
    expect(source.slice(start, end)).toBe(written);
  });

  test('keys', () => {
    const b = nodeAt(document, ['b']);
    const { start, end } = (b?.kind === 'mapping' && entryOf(b, 'd e')?.key.span) || { start: 0, end: 0 };
    expect(source.slice(start, end)).toBe('"d e"');
  });

  test.each([
    [0, 'ne'],
    [1, 'wo'],
    [2, '*x'],
    [3, '"t\\u0068ree"'],
  ])('part of the text of item %i', (index, written) => {
    const node = nodeAt(document, ['a', index]);
    const span = node?.kind === 'scalar' ? spanOfText(node, 1, 3) : { start: 0, end: 0 };
    expect(source.slice(span.start, span.end)).toBe(written);
  });
});

test('aliases stand for values, collections too', () => {
  const document = documentOf('a: &l [x, &s y]\nb: *l\nc: {d: *s}\n');
  expect(plain(document.root)).toEqual({
    a: ['string x', 'string y'],
    b: ['string x', 'string y'],
    c: { d: 'string y' },
  });
});

test('a byte order mark is no part of the text', () => {
  expect(documentOf('\ufeff#syntax=x\na: b\n')).toMatchObject({ source: { text: '#syntax=x\na: b\n' } });
});

test('names of JavaScript objects are keys as any other', () => {
  const document = documentOf('__proto__: a\nconstructor: b\n');
  expect(document.root.entries.map(({ key }) => key.text)).toEqual(['__proto__', 'constructor']);
});

describe('the directive `#syntax=`, as BuildKit finds it', () => {
  test.each([
    ['#syntax=a/b:1\n', 'a/b:1'],
    ['# syntax = a/b:1 # comment\r\n', 'a/b:1'],
    ['#SYNTAX=a\n', 'a'],
    ['#!/usr/bin/env mopy\n#syntax=a\n', 'a'],
    ['#check=skip=all\n#escape=`\n#syntax=a\n', 'a'],
    ['\n#syntax=a\n', undefined],
    ['#syntax=\n', undefined],
    ['#syntax= \t\r\npython: 3\n', undefined],
    ['#syntax= \n#syntax=a\n', undefined],
    ['# comment\n#syntax=a\n', undefined],
    ['#other=1\n#syntax=a\n', undefined],
    ['#syntax\n', undefined],
    ['#syntax=\n', undefined],
    [' #syntax=a\n', undefined],
    ['a: b\n#syntax=a\n', undefined],
  ])('%j', (head, image) => {
    const { syntax, source } = documentOf(`${head}x: y\n`);
    expect(syntax?.image).toBe(image);
    expect(syntax && source.text.slice(syntax.span.start, syntax.span.end)).toBe(image);
  });
});

describe('the text without its credentials', () => {
  test.each([
    [
      'indices:\n  - {url: "https://a:b@h", username: u, password: "p"}\n',
      'indices:\n  - {url: "https://***@h", username: ***, password: ***}\n',
    ],
    [
      'indices:\n  - url: x\n    pass: p\n    nested: [q]\n',
      'indices:\n  - url: x\n    pass: ***\n    nested: [***]\n',
    ],
    ['indexes:\n  - password: p\n', 'indexes:\n  - password: ***\n'],
    [
      'envs: {password: shown}\nlabels: {username: shown}\n',
      'envs: {password: shown}\nlabels: {username: shown}\n',
    ],
    ['indices:\n  - password: |\n      one\n      two\n', 'indices:\n  - password: ***\n***\n***\n'],
    [
      'indices:\n  - password: |-\n    trust: false\n      p\n  - {trust: yes, default: p}\n',
      'indices:\n  - password: ***\n    trust: ***\n***\n  - {trust: yes, default: ***}\n',
    ],
    ['a: &p secret\nindices:\n  - password: *p\n', 'a: &p ***\nindices:\n  - password: ***\n'],
    ['pip: ["https:\\/\\/u:p@h"]\n', 'pip: [***]\n'],
    ['pip: [!x "https:\\/\\/u:p@h"]\n', 'pip: [!x ***]\n'],
    ['pip: ["https:\\/\\/u:p@h\\ud800"]\n', 'pip: [***]\n'],
    ['indices:\n  - password: "a\\ud800"\n', 'indices:\n  - password: ***\n'],
    ['indices:\n  - {password: p, password: q}\n', 'indices:\n  - {password: ***, password: ***}\n'],
    ['indices:\n  - pass: !x p\n    username: *u\n', 'indices:\n  - pass: !x ***\n    username: ***\n'],
    ['indices:\n  - !x {password: [p]}\n  - *y : p\n', 'indices:\n  - !x {password: ***\n  - *y : ***\n'],
    ['pip: [git+ssh://git@h/x]\n', 'pip: [git+ssh://git@h/x]\n'],
    ['indices:\n  - password: "p\n    trust: true\n', 'indices:\n  - password: ***\n    trust: true\n'],
  ])('%j', (text, masked) => {
    const shown = maskedText(parseText(text).source);
    expect(shown.replaceAll(/^ +(?=\*)/gm, '')).toBe(masked);
    expect(shown.split('\n')).toHaveLength(text.split('\n').length);
  });
});
