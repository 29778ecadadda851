import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { MOPYFILE_FORMAT } from '../../src/validate/format.js';
import { CERTIFICATE, validateText } from './validate-text.js';

function documentation(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8');
}

const text = documentation('mopyfile.md');
const files = {
  'my-app/main.py': '',
  'company.pem': CERTIFICATE,
  'app/main.py': '',
  'mysite/wsgi.py': '',
  'manage.py': '',
  'requirements.txt': '',
  'pyproject.toml':
    '[project]\nname = "app"\noptional-dependencies = {web = []}\n[dependency-groups]\nprod = []\n',
  'uv.lock': `version = 1

[[package]]
name = "app"
source = { editable = "." }

[package.metadata]
provides-extras = ["web"]
requires-dev = { prod = [] }
`,
};

describe('the reference of the format', () => {
  const examples = [
    ...`${text}${documentation('dependencies.md')}${documentation('runtime.md')}`.matchAll(
      /```yaml\n(.*?)```/gs,
    ),
  ].map(([, example = '']) => example);

  test.each(examples.filter((example) => example.includes(':\n')))('%s', async (example) => {
    const { diagnostics } = await validateText(example, files);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('has a section for each key', () => {
    const sections = [...text.matchAll(/^### `([^`]+)`$/gm)].map(([, key]) => key);
    expect(sections).toEqual(['#syntax', ...MOPYFILE_FORMAT.keys.map(({ name }) => name)]);
  });
});
