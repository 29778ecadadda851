import { describe, expect, test } from 'vitest';
import { readLock } from '../../src/lock/read-lock.js';

const HASH = `sha256:${'0'.repeat(64)}`;

function uv(lines: string): string {
  return `version = 1
[[package]]
name = "app"
source = { virtual = "." }
dependencies = [{ name = "six" }]
[[package]]
name = "six"
source = { registry = "https://pypi.org/simple" }
${lines}
`;
}

function uvHash(hash: string): string {
  return uv(
    `version = "1.17.0"\nsdist = { url = "https://example.org/six.tar.gz", hash = ${JSON.stringify(hash)} }`,
  );
}

function pylock(lines: string): string {
  return `lock-version = "1.0"\n[[packages]]\nname = "six"\nversion = "1.17.0"\n${lines}\n`;
}

function pipfile(entry: unknown): string {
  return JSON.stringify({ _meta: { 'pipfile-spec': 6 }, default: { six: entry } }, undefined, 4);
}

function poetry(lines: string): string {
  return `${lines}\n[metadata]\nlock-version = "2.1"\n`;
}

/** A lock of poetry 1 with the entry of one package, and the project that it is for. */
function poetry1(lines: string): string {
  return `[[package]]\nname = "six"\nversion = "1"\n${lines}\n[metadata]\nlock-version = "2.0"\n`;
}

const PROJECT = '[tool.poetry.dependencies]\nsix = "*"\n';

const PDM = '[metadata]\nlock_version = "4.5.0"\nstrategy = ["inherit_metadata"]\ngroups = ["default"]\n';
const SDIST = `sdist = { url = "https://example.org/six.tar.gz", hash = "${HASH}" }`;
/** Markers of which each package has one more, and all lead to one. */
const ENTANGLED = Array.from(
  { length: 24 },
  (_, index) =>
    `[[package]]\nname = "p${index}"\nversion = "1"\ngroups = ["main"]\nmarkers = "platform_machine == 'a${index}'"\n` +
    `[[package]]\nname = "six"\nversion = "1"\ngroups = ["main"]\nmarkers = "platform_machine == 'a${index}' and platform_version == 'b${index}'"`,
).join('\n');

function read(path: string, text: string, extras: readonly string[] = []) {
  return readLock(path, text, { extras, groups: [], python: '3.13' }, PROJECT);
}

describe('a lock is refused', () => {
  test.each<[string, string, string, RegExp]>([
    [
      'with lines in a hash',
      'uv.lock',
      uvHash(`${HASH}\n--extra-index-url https://example.org`),
      /a hash that is none/,
    ],
    ['with an option in a hash', 'uv.lock', uvHash(`${HASH} --hash=sha256:11`), /a hash that is none/],
    [
      'with lines in a hash',
      'Pipfile.lock',
      pipfile({ version: '==1', hashes: ['ff\n--index-url x'] }),
      /a hash that is none/,
    ],
    [
      'with lines in a hash',
      'pylock.toml',
      pylock('sdist = { url = "https://example.org/a.zip", hashes = { sha256 = "aa\\n--pre" } }'),
      /a hash that is none/,
    ],
    ['with weak hashes alone', 'uv.lock', uvHash(`md5:${'0'.repeat(32)}`), /no hash that pip takes/],
    [
      'with weak hashes alone',
      'pylock.toml',
      pylock(`sdist = { url = "https://example.org/a.zip", hashes = { md5 = "${'0'.repeat(32)}" } }`),
      /no hash that pip takes/,
    ],
    [
      'with lines in a marker',
      'pylock.toml',
      pylock(`marker = "platform_machine == 'a\\nb'"\nindex = "https://example.org"\n`),
      /control character/,
    ],
    ['without a version', 'uv.lock', uv(SDIST), /`six` has no version/],
    ['with a number for a version', 'uv.lock', uv(`version = 1.17\n${SDIST}`), /`six` has no version/],
    [
      'with more than a version',
      'uv.lock',
      uv(`version = "1 ; python_version < '3'"\n${SDIST}`),
      /`six` has no version/,
    ],
    [
      'with a range for a version',
      'Pipfile.lock',
      pipfile({ version: '>=1.0', hashes: [HASH] }),
      /neither a version/,
    ],
    [
      'with a repository that is not git',
      'Pipfile.lock',
      pipfile({ hg: 'https://example.org/six', ref: '01' }),
      /neither a version/,
    ],
    ['with a text for a package', 'Pipfile.lock', pipfile('==1.0'), /neither a version/],
    [
      'with a requirement for a name',
      'poetry.lock',
      poetry('[[package]]\nname = "six @ https://example.org/six.whl#"\nversion = "1"\ngroups = ["main"]'),
      /its name is none/,
    ],
    [
      'with lines in a hash',
      'poetry.lock',
      poetry1('files = [{ file = "six.whl", hash = "sha256:00\\n--pre" }]'),
      /a hash that is none/,
    ],
    ['with a table for a version', 'poetry.lock', poetry1('').replace('"1"', '{}'), /`six` has no version/],
    ['without a name', 'poetry.lock', poetry1('').replace('name = "six"\n', ''), /has no name/],
    [
      'with a path from the root',
      'poetry.lock',
      poetry1('[package.source]\ntype = "file"\nurl = "/srv/six.whl"'),
      /in no build context/,
    ],
    [
      'with a marker that is none',
      'poetry.lock',
      poetry1('[package.dependencies]\nidna = { version = "*", markers = "python" }'),
      /a marker of this package cannot be read/,
    ],
    [
      'with a repository without a commit',
      'pdm.lock',
      `${PDM}[[package]]\nname = "six"\nversion = "1"\ngroups = ["default"]\ngit = "https://example.org/six"\n`,
      /no `revision`/,
    ],
    [
      'with a path from the root',
      'uv.lock',
      uv('').replace('registry = "https://pypi.org/simple"', 'editable = "/srv/six"'),
      /in no build context/,
    ],
    [
      'with a path from the root',
      'Pipfile.lock',
      pipfile({ file: 'file:///srv/six.whl' }),
      /in no build context/,
    ],
    [
      'with more markers than can be combined',
      'poetry.lock',
      poetry(ENTANGLED),
      /more than mopy can combine/,
    ],
  ])('%s: %s', (_, path, text, message) => {
    const { problems } = read(path, text);
    expect(problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
  });
});

test('of hashes those that pip takes are kept', () => {
  const hashes = `hashes = { md5 = "${'1'.repeat(32)}", sha256 = "${'0'.repeat(64)}" }`;
  const { packages, problems } = read(
    'pylock.toml',
    pylock(`sdist = { url = "https://example.org/a.zip", ${hashes} }`),
  );
  expect(problems).toEqual([]);
  expect(packages.map((one) => one.hashes)).toEqual([[HASH]]);
});

test('a project is known by any spelling of its name, in whatever characters', () => {
  const texts = ['a+b(c', 'my.App'].map(
    (name) =>
      `[project]\nname = "${name}"\ndependencies = ["My_App[web]"]\n[project.optional-dependencies]\nweb = ["six"]\n`,
  );
  const names = texts.map((text) => read('pyproject.toml', text).packages.map(({ name }) => name));
  expect(names).toEqual([['My_App[web]'], ['six']]);
});

test.each([
  'dependencies = 1',
  'dependencies = { idna = 1.5, attrs = [], six = [{}, 7] }\noptional = "yes"',
  'extras = { a = "b", c = [1] }\npython-versions = 3',
  'files = "none"\n[package.dependencies.six]\nmarkers = 1\nextras = "a"',
])('values of other kinds in a lock of poetry 1 end in no failure: %s', (lines) => {
  const { problems } = read('poetry.lock', poetry1(lines));
  expect(problems.filter(({ code }) => code !== 'lock-incomplete')).toEqual([]);
});
