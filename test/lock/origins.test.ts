import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isLockFile, readLock } from '../../src/lock/read-lock.js';
import { readLockIn } from '../support/lock-samples.js';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
/** Formats that tell what a lock was made from. */
const FORMATS = ['pdm', 'pipenv', 'poetry', 'poetry-1', 'uv'];

const samples = FORMATS.flatMap((format) =>
  readdirSync(join(FOLDER, format)).map((sample) => `${format}/${sample}`),
);

/** The origins of a sample's lock, each with its text. */
function originsOf(sample: string) {
  const folder = join(FOLDER, sample);
  const lock = readdirSync(folder).find((name) => isLockFile(name) && name !== 'pyproject.toml') ?? 'none';
  const python = sample === 'pipenv/python' ? '3.13' : '3.11';
  return readLockIn(folder, lock, { extras: [], groups: [], python }).origins.map((origin) => ({
    ...origin,
    text: readFileSync(join(folder, origin.path), 'utf8'),
  }));
}

test.each(samples)('%s is what its tool makes of its project', async (sample) => {
  const origins = originsOf(sample);
  expect(origins).not.toEqual([]);
  for (const { difference, text } of origins) {
    expect(await difference(text)).toBeUndefined();
  }
});

/** The message where the project of a sample has another text in place of one. */
async function differenceAfter(sample: string, from: string, to: string): Promise<string | undefined> {
  const [{ difference, text }] = originsOf(sample) as [ReturnType<typeof originsOf>[number]];
  expect(text).toContain(from);
  return difference(text.replace(from, to));
}

describe('a lock is behind its project when that', () => {
  const changed = 'what it is made from has changed there';
  test.each<[string, string, string, string]>([
    ['poetry/forks', '"click",', '"click",\n  "attrs",', changed],
    ['poetry/extras-and-groups', 'gunicorn = "*"', 'gunicorn = "^22"', changed],
    ['poetry/own-table', 'python = "^3.9"', 'python = "^3.10"', changed],
    ['poetry-1/own-table', 'python = "^3.9"', 'python = "^3.10"', changed],
    ['poetry-1/old', 'develop = true', 'develop = false', changed],
    ['pdm/forks', '"click",', '', changed],
    ['pdm/extras-and-groups', 'dev = ["pytest"]', 'dev = ["pytest>=8"]', changed],
    ['pdm/indices', 'http://pypi.example.org/', 'http://index.example.org/', changed],
    ['pipenv/groups', 'iniconfig = "*"', 'iniconfig = "<3"', changed],
    ['pipenv/groups', '[prod]', '[production]', changed],
    ['uv/forks', '"click",', '"click>=8",', 'it does not have `click>=8`'],
    ['uv/forks', '"click",', '', 'it still has `click`'],
    ['uv/forks', 'idna>=3.7', 'idna>=3.8', 'it does not have `idna>=3.8 ; platform_machine != "aarch64"`'],
    ['uv/forks', "python_version < '3.12'", "python_version < '3.10'", 'it still has `rich`'],
    ['uv/extras-and-groups', 'httpx[http2]', 'httpx[http2,Brotli]', 'it does not have `httpx[brotli,http2]`'],
    ['uv/extras-and-groups', 'web = ["starlette"', 'web = ["flask"', 'it does not have `flask`'],
    ['uv/extras-and-groups', '"gunicorn", ', '', 'it still has `gunicorn`'],
    ['uv/extras-and-groups', 'base = [', 'base = ["idna", ', 'it does not have `idna`'],
  ])('%s: %j became %j', async (sample, from, to, expected) => {
    expect(await differenceAfter(sample, from, to)).toBe(expected);
  });
});

describe('a lock is not behind its project when that', () => {
  test.each<[string, string, string]>([
    ['poetry/forks', 'version = "0.1.0"', 'version = "0.2.0"'],
    ['pdm/forks', 'version = "0.1.0"', 'version = "0.2.0"\ndescription = "é"'],
    ['pipenv/groups', '[packages]', '# more\n[scripts]\nserve = "gunicorn"\n[packages]'],
    ['uv/forks', 'version = "0.1.0"', 'version = "0.2.0"'],
    ['uv/forks', '"click",', '"Click",'],
    ['uv/forks', "sys_platform == 'win32'", "sys_platform == 'darwin'"],
    ['uv/groups', 'idna==3.6', 'idna (== 3.6)'],
  ])('%s: %j became %j', async (sample, from, to) => {
    expect(await differenceAfter(sample, from, to)).toBeUndefined();
  });
});

describe('nothing is said of a lock when', () => {
  test.each<[string, string, string]>([
    ['uv/forks', '[project]', '[project]\ndynamic = ["dependencies"]'],
    ['uv/forks', "sys_platform == 'win32'", 'nobody == 1'],
    ['pdm/forks', '[project]', '[tool.pdm.workspace]\nmembers = ["a"]\n[project]'],
    ['pdm/forks', '[project]', '[tool.pdm.resolution]\nexclude-newer = 2024-01-01\n[project]'],
  ])('%s: %j became %j', async (sample, from, to) => {
    expect(await differenceAfter(sample, from, to)).toBeUndefined();
  });

  test.each([
    ['poetry.lock', '[metadata]\nlock-version = "2.1"\n'],
    [
      'pdm.lock',
      '[metadata]\nlock_version = "4.5.0"\nstrategy = ["inherit_metadata"]\ncontent_hash = "md5:1"\n',
    ],
    ['Pipfile.lock', '{"_meta": {"pipfile-spec": 6}}'],
    ['uv.lock', 'version = 1\n[[package]]\nname = "app"\nsource = { virtual = "." }\n'],
    ['pylock.toml', 'lock-version = "1.0"\n'],
  ])('%s does not tell', (path, text) => {
    const { origins, problems } = readLock(path, text, { extras: [], groups: [], python: '3.13' });
    expect({ origins, problems }).toEqual({ origins: [], problems: [] });
  });
});

/** A lock of uv's for a project with development groups, and what it says of a pyproject.toml. */
async function differenceOfUv(pyproject: string): Promise<string | undefined> {
  const lock = `version = 1
[[package]]
name = "app"
source = { virtual = "." }
[package.metadata]
requires-dist = [{ name = "six" }]
[package.metadata.requires-dev]
g0 = [{ name = "six" }]
`;
  const [origin] = readLock('uv.lock', lock, { extras: [], groups: [], python: '3.13' }).origins;
  return origin?.difference(pyproject);
}

test('groups that include others in many ways are gone through once', async () => {
  const groups = Array.from({ length: 40 }, (_, index) => {
    const next = `{include-group = "g${index + 1}"}`;
    return `g${index} = [${next}, ${next}]`;
  });
  const text = `[project]\nname = "app"\ndependencies = ["six"]\n[dependency-groups]\n${groups.join('\n')}\ng40 = ["six"]\n`;
  expect(await differenceOfUv(text)).toBe('it does not have `six`');
});

test('nothing is said of markers that cannot be combined', async () => {
  const marker = Array.from(
    { length: 30 },
    (_, index) => `(platform_machine == 'm${index}' and platform_version == 'v${index}')`,
  ).join(' or ');
  expect(
    await differenceOfUv(`[project]\nname = "app"\ndependencies = ["six; ${marker}"]\n`),
  ).toBeUndefined();
});
