import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/parse/parse.js';
import { maskedText } from '../../src/source/credentials.js';
import { formatDiagnostic } from '../../src/source/format-diagnostic.js';
import { contextPaths, defineFormat } from '../../src/validate/define-format.js';
import { MOPYFILE_FORMAT } from '../../src/validate/format.js';
import type { Key } from '../../src/validate/key.js';
import type { Located } from '../../src/validate/mopyfile.js';
import { locatedItems, scalarItems, scalarOf } from '../../src/validate/scalars.js';
import type { SchemaValidator } from '../../src/validate/schema-error.js';
import { REMOVE, type Shape } from '../../src/validate/shape.js';
import { validateAs } from '../../src/validate/validate.js';
import { contextOf } from '../context/memory.js';
import { EDITOR_KEYWORDS } from './editor-keywords.js';
import { codesOf, NOW } from './validate-text.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const schema = JSON.parse(readFileSync(`${root}/schemas/mopyfile.schema.json`, 'utf8'));

/** A made-up key as its file would have it: a list of words. */
const fonts: Key<{ readonly fonts: readonly Located<string>[] }> = {
  name: 'fonts',
  shape: {
    subject: '`fonts`',
    expected: 'a list of paths',
    example: 'fonts:\n  - ./mono.ttf',
    empty: REMOVE,
    synonyms: ['typefaces'],
    sensitivity: 'address',
    accepts: {
      list: {
        subject: 'this entry of `fonts`',
        expected: 'a path',
        example: '`- ./mono.ttf`',
        accepts: { text: true },
        explain: (text) => ({
          code: 'pip-path-kind',
          message: `\`${text}\` is no font`,
          hint: 'fonts end with `.ttf`',
        }),
      },
    },
  },
  contextPaths: (value) => scalarItems(value).map(({ text }) => text),
  read: ({ document, value }) => ({ fonts: locatedItems(document, value) }),
};

const word: Shape = {
  subject: 'this word',
  expected: 'a single word',
  example: '`- word`',
  accepts: { text: true },
};

/** A made-up key that takes a string, a list of words, or a mapping that holds a credential. */
const greeter: Key<{ readonly greeting?: string }> = {
  name: 'greeter',
  shape: {
    subject: '`greeter`',
    expected: 'a string, a list of words, or a mapping with `say`',
    example: '`greeter: hello`',
    accepts: {
      text: true,
      list: word,
      mapping: {
        kind: 'keys',
        called: 'a greeter',
        keys: new Map([
          ['say', { ...word, subject: '`say`', missing: 'add what is said', example: '`say: hello`' }],
          ['loud', { ...word, subject: '`loud`', expected: '`true` or `false`', accepts: { boolean: true } }],
          ['pin', { ...word, subject: '`pin`', sensitivity: 'credential' }],
        ]),
      },
    },
  },
  read: ({ value, above }) => {
    const words =
      scalarOf(value)?.text ??
      scalarItems(value)
        .map(({ text }) => text)
        .join(' ');
    return words === '' ? {} : { greeting: `${words} on ${above.base}` };
  },
};

const extended = {
  ...schema,
  properties: {
    ...schema.properties,
    fonts: { type: 'array', items: { type: 'string', pattern: '\\.ttf$' } },
    greeter: {
      type: ['string', 'array', 'object'],
      items: { type: 'string' },
      additionalProperties: false,
      required: ['say'],
      properties: {
        say: { type: 'string' },
        loud: { type: 'boolean' },
        pin: { type: ['string', 'number', 'boolean'] },
      },
    },
  },
};

const isValid = new Ajv({ allErrors: true, allowUnionTypes: true, keywords: EDITOR_KEYWORDS }).compile(
  extended,
) as SchemaValidator;
const format = defineFormat([...MOPYFILE_FORMAT.keys, fonts, greeter], isValid);

function parseText(text: string) {
  const bytes = new TextEncoder().encode(`python: 3.13\n${text}`);
  const { document } = parse(bytes, 'Mopyfile.yaml', format.secrets);
  if (document === undefined) {
    throw new Error('no YAML');
  }
  return document;
}

function validateText(text: string) {
  return validateAs(format, parseText(text), contextOf({}), { now: NOW });
}

describe('a key that is one file and one line of the schema', () => {
  test('gives its fields beside those of the others', async () => {
    const { mopyfile, diagnostics } = await validateText(
      'base: slim\nfonts: [a.ttf, b.ttf]\ngreeter: [hello, you]\n',
    );
    expect(codesOf(diagnostics)).toEqual([]);
    expect(mopyfile?.fonts.map(({ value }) => value)).toEqual(['a.ttf', 'b.ttf']);
    expect(mopyfile?.greeting).toBe('hello you on slim');
    expect(mopyfile?.python.version).toBe('3.13');
  });

  test.each<[string, string, string, string]>([
    [
      'fonts: a.ttf',
      'wrong-type',
      '`fonts` must be a list of paths, not a string',
      'write it as a list:\nfonts:\n  - a.ttf',
    ],
    ['fonts:', 'empty-value', '`fonts` has no value', 'remove the key'],
    ['fonts: [a.png]', 'pip-path-kind', '`a.png` is no font', 'fonts end with `.ttf`'],
    ['font: [a.ttf]', 'unknown-key', '`font` is not a key of a Mopyfile', 'did you mean `fonts`?'],
    ['typefaces: [a.ttf]', 'unknown-key', '`typefaces` is not a key of a Mopyfile', 'did you mean `fonts`?'],
    [
      'greeter: [[a]]',
      'wrong-type',
      'this word must be a single word, not a list',
      'write it like this: `- word`',
    ],
    [
      'greeter: {say: [a]}',
      'wrong-type',
      '`say` must be a single word, not a list',
      'write it like this: `say',
    ],
    [
      'greeter: {say: a, loud: yes}',
      'wrong-type',
      '`loud` must be `true` or `false`, not a string',
      'write `true`',
    ],
    [
      'greeter: {loud: true}',
      'missing-key',
      'this greeter has no `say`',
      'add what is said, for example `say: hello`',
    ],
    ['greeter: {say: a, pim: x}', 'unknown-key', '`pim` is not a key of a greeter', 'did you mean `pin`?'],
  ])('%j is explained', async (text, code, message, hint) => {
    const { diagnostics } = await validateText(`${text}\n`);
    const [found] = diagnostics.filter((diagnostic) => diagnostic.code !== 'missing-syntax');
    expect(found).toMatchObject({ code, message, hint: expect.stringContaining(hint) });
    expect(found && formatDiagnostic(found)).toContain('Mopyfile.yaml:2:');
  });

  test.each([
    ['greeter: {say: hello, pin: 1234}', 'greeter: {say: hello, pin: ***}'],
    ['greeter: {say: hello, pin: [12, 34]}', 'greeter: {say: hello, pin: ***'],
    ['misplaced: {pin: 1234}', 'misplaced: {pin: ***}'],
    ['labels: {greeter: {pin: 1234}, pin: shown}', 'labels: {greeter: {pin: ***}, pin: shown}'],
    ['# pin: 1234', '# pin: ***'],
    ['fonts: ["u:p w@h/a.ttf"]', 'fonts: ["***@h/a.ttf"]'],
  ])('%j shows no secret', (text, shown) => {
    expect(maskedText(parseText(text).source)).toBe(`python: 3.13\n${shown}`);
  });

  test('names its paths of the context', () => {
    expect(contextPaths(format, parseText('project: app\nfonts: [a.ttf, b.ttf, a.ttf]\n'))).toEqual([
      'app',
      'app/main.py',
      'a.ttf',
      'b.ttf',
    ]);
  });
});

describe('the guide for contributors', () => {
  const guide = readFileSync(`${root}/CONTRIBUTING.md`, 'utf8');
  const section = /^## Add a key$(.*?)^## /ms.exec(guide)?.[1] ?? '';
  const files = [...section.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file = '']) => file);

  test('lists at most 8 files for a new key', () => {
    expect(files.length).toBeGreaterThan(0);
    expect(files.length).toBeLessThanOrEqual(8);
  });

  test.each(files)('%s is there for every key', (file) => {
    const [folder = '', pattern] = file.split(/\/(?=[^/]*<)/);
    if (pattern === undefined) {
      expect(readFileSync(`${root}/${file}`, 'utf8')).not.toBe('');
    } else {
      expect(readdirSync(`${root}/${folder}`).length).toBeGreaterThan(1);
    }
  });

  test('there is a file of keys/ for each key of the format', () => {
    const names = readdirSync(`${root}/src/validate/keys`, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name.replace(/\.ts$/, ''));
    const kebab = MOPYFILE_FORMAT.keys.map(({ name }) =>
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    );
    expect(names.toSorted()).toEqual(kebab.toSorted());
  });
});
