import { expect, test } from 'vitest';
import { versionLimit } from '../../src/init/detect/version-limits.js';
import type { Survey } from '../../src/init/survey.js';
import { FIRST_RELEASES } from '../../src/init/tables/first-releases.js';

function surveyOf(files: Readonly<Record<string, string>>): Survey {
  return {
    files: new Set(Object.keys(files)),
    folders: new Set(),
    packages: new Set(),
    text: async (path) => files[path],
    python: async () => undefined,
  };
}

async function limitOf(files: Readonly<Record<string, string>>): Promise<string | undefined> {
  const limit = await versionLimit(surveyOf(files), '', { pyproject: {} });
  return limit && `3.${limit.minor}: ${limit.reason}`;
}

const LOCK = `version = 1
requires-python = ">=3.9"

[[package]]
name = "app"
version = "1.0"
source = { virtual = "." }
dependencies = [{ name = "numpy" }]

[[package]]
name = "numpy"
version = "1.24.4"
source = { registry = "https://example.org/simple" }
sdist = { url = "https://example.org/numpy-1.24.4.tar.gz", hash = "sha256:${'0'.repeat(64)}", size = 1 }
`;

test.each<[string, string | undefined]>([
  ['numpy==1.21.6', '3.10: numpy==1.21.6 in requirements.txt has wheels up to Python 3.10'],
  ['numpy==1.19.5', '3.9: numpy==1.19.5 in requirements.txt has wheels up to Python 3.9'],
  ['numpy==1.19.2', '3.8: numpy==1.19.2 in requirements.txt has wheels up to Python 3.8'],
  ['numpy==2.1.0', '3.13: numpy==2.1.0 in requirements.txt has wheels up to Python 3.13'],
  ['numpy==2.4.0', undefined],
  ['numpy', undefined],
  ['numpy>=1.21', undefined],
  ['numpy!=1.21', undefined],
  ['numpy<2', '3.12: numpy<2 in requirements.txt has wheels up to Python 3.12'],
  ['numpy>=1.20,<1.26', '3.11: numpy>=1.20,<1.26 in requirements.txt has wheels up to Python 3.11'],
  ['numpy<=1.26', '3.12: numpy<=1.26 in requirements.txt has wheels up to Python 3.12'],
  ['numpy==1.22.*', '3.10: numpy==1.22.* in requirements.txt has wheels up to Python 3.10'],
  ['numpy~=1.24.1', '3.11: numpy~=1.24.1 in requirements.txt has wheels up to Python 3.11'],
  ['numpy~=1.24', '3.12: numpy~=1.24 in requirements.txt has wheels up to Python 3.12'],
  ['psycopg2_binary==2.9.3', '3.10: psycopg2-binary==2.9.3 in requirements.txt has wheels up to Python 3.10'],
  [
    'pydantic[email]==1.8.2; python_version > "3"',
    '3.9: pydantic==1.8.2 in requirements.txt has wheels up to Python 3.9',
  ],
  ['django==3.2.25', '3.10: Django==3.2.25 in requirements.txt supports Python up to 3.10'],
  ['unknown==0.1', undefined],
  ['pandas==2.2.3\nnumpy==1.26.4', '3.12: numpy==1.26.4 in requirements.txt has wheels up to Python 3.12'],
])('%s', async (line, expected) => {
  expect(await limitOf({ 'requirements.txt': `${line}\n` })).toBe(expected);
});

test('a lock comes before requirements', async () => {
  expect(await limitOf({ 'uv.lock': LOCK, 'requirements.txt': 'numpy==1.19.5\n' })).toBe(
    '3.11: numpy==1.24.4 in uv.lock has wheels up to Python 3.11',
  );
});

test('a project says its own', async () => {
  const dependencies = { value: [{ line: 'pandas<2' }], file: 'pyproject.toml' };
  expect(await versionLimit(surveyOf({}), '', { pyproject: {}, dependencies })).toEqual({
    minor: 11,
    reason: 'pandas<2 in pyproject.toml has wheels up to Python 3.11',
  });
});

test.each(FIRST_RELEASES.map(({ name, releases }) => [name, releases] as const))(
  'the releases of %s rise',
  (_, releases) => {
    const sorted = releases.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    expect(releases).toEqual(sorted);
  },
);
