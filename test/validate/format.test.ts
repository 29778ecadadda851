import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { mentionedPaths, parseMopyfile } from '../../src/compile.js';
import { MOPYFILE_FORMAT } from '../../src/validate/format.js';
import type { Shape } from '../../src/validate/shape.js';
import { CERTIFICATE, codesOf, validateText } from './validate-text.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const schema = JSON.parse(readFileSync(`${root}/schemas/mopyfile.schema.json`, 'utf8'));

/** The keywords of JSON schema that mopy's own uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: false | Schema;
}

/** A shape or a schema, reduced to what the two have to agree about. */
interface Outline {
  readonly kinds: readonly string[];
  readonly isStrict: boolean;
  readonly list?: Outline;
  readonly keys?: Readonly<Record<string, Outline>>;
  readonly names?: Outline;
  readonly areNamesStrict?: boolean;
}

function outlineOfSchema({ $ref, ...own }: Schema): Outline {
  if ($ref !== undefined) {
    return outlineOfSchema(schema.definitions[$ref.replace('#/definitions/', '')]);
  }
  const types = [own.type ?? []].flat();
  const kinds: Readonly<Record<string, string>> = {
    boolean: types.includes('string') ? 'text' : 'boolean',
    array: 'list',
    object: 'mapping',
    string: 'text',
    number: 'text',
  };
  return {
    kinds: [...new Set(types.map((type) => kinds[type] ?? type))].toSorted(),
    isStrict: own.enum !== undefined || own.pattern !== undefined,
    ...(own.items && { list: outlineOfSchema(own.items) }),
    ...(own.properties && { keys: mapValues(own.properties, outlineOfSchema) }),
    ...(own.additionalProperties && {
      names: outlineOfSchema(own.additionalProperties),
      areNamesStrict: own.propertyNames !== undefined,
    }),
  };
}

function outlineOfShape({ accepts, explain }: Shape): Outline {
  const { list, mapping } = accepts;
  return {
    kinds: Object.keys(accepts).toSorted(),
    isStrict: explain !== undefined,
    ...(list && { list: outlineOfShape(list) }),
    ...(mapping?.kind === 'keys' && { keys: mapValues(Object.fromEntries(mapping.keys), outlineOfShape) }),
    ...(mapping?.kind === 'names' && {
      names: outlineOfShape(mapping.value),
      areNamesStrict: mapping.explainName !== undefined,
    }),
  };
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, change: (value: In) => Out) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

test('schema and shapes agree about keys, kinds, and what has to be explained', () => {
  expect(outlineOfShape(MOPYFILE_FORMAT.shape)).toEqual(outlineOfSchema(schema));
  expect(MOPYFILE_FORMAT.keys.map(({ name }) => name)).toEqual(Object.keys(schema.properties));
});

/** All shapes with the YAML that leads to each, which is put in place of `@`. */
function shapesBelow(shape: Shape, template: string): readonly (readonly [string, Shape])[] {
  const { list, mapping } = shape.accepts;
  const keys = mapping?.kind === 'keys' ? [...mapping.keys] : [];
  return [
    ...(template === '@' ? [] : [[template, shape] as const]),
    ...(list ? shapesBelow(list, template.replace('@', '[@]')) : []),
    ...(mapping?.kind === 'names' ? shapesBelow(mapping.value, template.replace('@', '{NAME: @}')) : []),
    ...keys.flatMap(([name, below]) =>
      shapesBelow(below, template === '@' ? `${name}: @\n` : template.replace('@', `{${name}: @}`)),
    ),
  ];
}

describe('every value of the format', () => {
  const shapes = shapesBelow(MOPYFILE_FORMAT.shape, '@');

  test.each(shapes)('%j is explained when it is empty', async (template, { subject }) => {
    const { diagnostics } = await validateText(template.replace('@', '~'));
    const found = diagnostics.find(({ code }) => code === 'empty-value');
    expect(found?.message).toBe(`${subject} has no value`);
  });

  const strict = shapes.filter(([, { accepts }]) => !(accepts.list && accepts.mapping));

  test.each(strict)(
    '%j is explained when it is of the wrong kind',
    async (template, { subject, accepts }) => {
      const wrong = accepts.list ? '{a: b}' : '[[a]]';
      const { diagnostics } = await validateText(template.replace('@', wrong));
      const found = diagnostics.filter(({ code }) => code === 'wrong-type').map(({ message }) => message);
      expect(found).toContainEqual(expect.stringContaining(`${subject} must be `));
    },
  );

  test.each(MOPYFILE_FORMAT.keys)('$name: its example is right', async ({ shape }) => {
    const { diagnostics } = await validateText(shape.example.replace(/^`(.*)`$/, '$1'), {
      'my-app/main.py': '',
      'company.pem': CERTIFICATE,
    });
    expect(codesOf(diagnostics)).toEqual([]);
  });
});

test.each<[string, readonly string[]]>([
  ['project: app/', ['app', 'app/main.py']],
  ['project: "./app"', ['app', 'app/main.py']],
  ['project: .', ['main.py']],
  ['project: ../up', []],
  ['project: /abs', []],
  ['project: [app, ../up, b.py]', ['app', 'app/main.py', 'b.py', 'b.py/main.py']],
  [
    'pip: [./a/, "./b[extra]", c, -e ./d]',
    ['a', 'b'].flatMap((folder) => [
      folder,
      `${folder}/pyproject.toml`,
      `${folder}/setup.py`,
      `${folder}/.git/HEAD`,
      `${folder}/.hg/requires`,
    ]),
  ],
  ['pip:\n  - ./r.txt # all\n  - name @ https://x/y', ['r.txt']],
])('%j names paths of the context', (text, expected) => {
  const parsed = parseMopyfile({ bytes: new TextEncoder().encode(text), filename: 'Mopyfile.yaml' });
  expect(mentionedPaths(parsed)).toEqual(expected);
});
