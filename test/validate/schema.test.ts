import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { EDITOR_KEYWORDS } from './editor-keywords.js';
import { CERTIFICATE, validateText } from './validate-text.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const schema = JSON.parse(readFileSync(`${root}/schemas/mopyfile.schema.json`, 'utf8'));

test('the compiled validator is up to date', async () => {
  const { generateSchemaValidator } = await import(`${root}/scripts/generate-schema-validator.mjs`);
  for (const [path, content] of await generateSchemaValidator(root)) {
    expect(readFileSync(`${root}/${path}`, 'utf8') === content, 'run `npm run generate`').toBe(true);
  }
});

test('the schema is valid, strictly, and has a description for each key', () => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, keywords: EDITOR_KEYWORDS });
  expect(() => ajv.compile(schema)).not.toThrow();
  const keys = [...Object.values(schema.properties), ...Object.values(schema.definitions.index.properties)];
  for (const key of keys) {
    expect(key).toMatchObject({ title: expect.any(String) });
  }
});

describe('what editors accept, which know typed values only', () => {
  const validate = new Ajv({ allowUnionTypes: true, keywords: EDITOR_KEYWORDS }).compile(schema);
  test.each([
    { python: 3.1, envs: { A: 1, B: true, C: 'x' } },
    { labels: { a: 1.5 }, indices: [{ url: 'https://x', username: 1, password: true }] },
    {},
  ])('%j', (value) => {
    expect(validate(value)).toBe(true);
  });
});

describe('every default and example of the schema is valid', () => {
  const files = {
    'my-app/main.py': '',
    'company.pem': CERTIFICATE,
    'main.py': '',
    'app/main.py': '',
    'wsgi.py': '',
    'my-package/pyproject.toml': '[project]\nname="x"\n',
    'requirements.txt': '',
    'uv.lock':
      'version = 1\n[[package]]\nname = "app"\nsource = { virtual = "." }\n[package.dev-dependencies]\nprod = []\n',
  };
  const examples = Object.entries(schema.properties).flatMap(([key, value]) => {
    const {
      default: standard,
      examples: own = [],
      items,
    } = value as {
      default?: unknown;
      examples?: readonly unknown[];
      items?: { examples?: readonly unknown[] };
    };
    const all = [
      ...(standard === undefined ? [] : [standard]),
      ...own,
      ...(items?.examples ? [items.examples] : []),
    ];
    return all.map((example) => ({ key, example }));
  });
  test.each(examples)('$key: $example', async ({ key, example }) => {
    const { diagnostics } = await validateText(
      // A list of files needs a command that starts one of them.
      `${key}: ${JSON.stringify(example)}${key === 'project' ? '\ncommand: python -m app' : ''}`,
      files,
    );
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
