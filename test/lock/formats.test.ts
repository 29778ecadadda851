import { describe, expect, test } from 'vitest';
import type { LockedSource } from '../../src/lock/lock.js';
import { readLock } from '../../src/lock/read-lock.js';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

function read(path: string, text: string, selection: { extras?: string[]; groups?: string[] } = {}) {
  return readLock(path, text, { extras: [], groups: [], python: '3.13', ...selection });
}

const UV =
  'version = 1\n[[package]]\nname = "app"\nsource = { virtual = "." }\ndependencies = [{ name = "tool" }]\n';
const POETRY = '[metadata]\nlock-version = "2.1"\n';
const PDM = '[metadata]\nlock_version = "4.5.0"\nstrategy = ["inherit_metadata"]\ngroups = ["default"]\n';
const PYLOCK = 'lock-version = "1.0"\n[[packages]]\nname = "tool"\n';

function poetry(source: string): string {
  return `[[package]]\nname = "tool"\nversion = "1"\ngroups = ["main"]\n[package.source]\n${source}\n${POETRY}`;
}

function pdm(source: string): string {
  return `${PDM}[[package]]\nname = "tool"\nversion = "1"\ngroups = ["default"]\n${source}\n`;
}

function pipfile(entry: object): string {
  const sources = [{ name: 'own', url: 'https://example.org/simple' }];
  return JSON.stringify({ _meta: { 'pipfile-spec': 6, sources }, default: { tool: entry } }, undefined, 4);
}

describe('a package comes from', () => {
  const git: LockedSource = { kind: 'git', url: `git+https://example.org/a.git@${COMMIT}#subdirectory=lib` };
  const ssh: LockedSource = { kind: 'git', url: `git+ssh://git@example.org/a.git@${COMMIT}` };
  const folder: LockedSource = { kind: 'path', path: './tool' };
  const archive: LockedSource = { kind: 'url', url: 'https://example.org/tool.zip#subdirectory=lib' };
  const index: LockedSource = { kind: 'index', url: 'https://example.org/simple' };

  test.each<[string, string, LockedSource]>([
    [
      'uv.lock',
      `${UV}[[package]]\nname = "tool"\nsource = { git = "https://example.org/a.git?subdirectory=lib&tag=v1#${COMMIT}" }\n`,
      git,
    ],
    [
      'uv.lock',
      `${UV}[[package]]\nname = "tool"\nsource = { git = "ssh://git@example.org/a.git#${COMMIT}" }\n`,
      ssh,
    ],
    [
      'uv.lock',
      `${UV}[[package]]\nname = "tool"\nsource = { url = "https://example.org/tool.zip", subdirectory = "lib" }\n`,
      archive,
    ],
    ['uv.lock', `${UV}[[package]]\nname = "tool"\nsource = { directory = "./tool" }\n`, folder],
    [
      'poetry.lock',
      poetry(
        `type = "git"\nurl = "https://example.org/a.git"\nresolved_reference = "${COMMIT}"\nsubdirectory = "lib"`,
      ),
      git,
    ],
    [
      'poetry.lock',
      poetry(`type = "git"\nurl = "git@example.org:a.git"\nresolved_reference = "${COMMIT}"`),
      ssh,
    ],
    [
      'poetry.lock',
      poetry('type = "url"\nurl = "https://example.org/tool.zip"\nsubdirectory = "lib"'),
      archive,
    ],
    ['poetry.lock', poetry('type = "directory"\nurl = "./tool"'), folder],
    ['poetry.lock', poetry('type = "legacy"\nurl = "https://example.org/simple"'), index],
    ['pdm.lock', pdm(`git = "https://example.org/a.git"\nrevision = "${COMMIT}"\nsubdirectory = "lib"`), git],
    ['pdm.lock', pdm(`git = "ssh://git@example.org/a.git"\nrevision = "${COMMIT}"`), ssh],
    ['pdm.lock', pdm('url = "https://example.org/tool.zip"\nsubdirectory = "lib"'), archive],
    ['pdm.lock', pdm('path = "./tool"'), folder],
    ['Pipfile.lock', pipfile({ git: 'https://example.org/a.git', ref: COMMIT, subdirectory: 'lib' }), git],
    ['Pipfile.lock', pipfile({ git: 'git@example.org:a.git', ref: COMMIT }), ssh],
    ['Pipfile.lock', pipfile({ file: 'https://example.org/tool.zip', subdirectory: 'lib' }), archive],
    ['Pipfile.lock', pipfile({ path: './tool', editable: true }), folder],
    ['Pipfile.lock', pipfile({ file: './tool' }), folder],
    ['Pipfile.lock', pipfile({ version: '==1', index: 'own' }), index],
    [
      'pylock.toml',
      `${PYLOCK}[packages.vcs]\ntype = "git"\nurl = "https://example.org/a.git"\ncommit-id = "${COMMIT}"\nsubdirectory = "lib"\n`,
      git,
    ],
    [
      'pylock.toml',
      `${PYLOCK}[packages.archive]\nurl = "https://example.org/tool.zip"\nsubdirectory = "lib"\n`,
      archive,
    ],
    ['pylock.dev.toml', `${PYLOCK}[packages.directory]\npath = "./tool"\n`, folder],
    ['pylock.toml', `${PYLOCK}version = "1"\nindex = "https://example.org/simple"\n`, index],
  ])('what %s says: %s', (path, text, source) => {
    const { packages, problems, unknown } = read(path, text);
    expect({ problems, unknown }).toEqual({ problems: [], unknown: [] });
    expect(packages).toMatchObject([{ name: 'tool', source }]);
  });

  test.each([
    ['uv.lock', `${UV}[[package]]\nname = "tool"\nsource = { registry = "wheels" }\n`],
    ['poetry.lock', poetry('type = "hg"\nurl = "https://example.org/a"')],
    ['pylock.toml', `${PYLOCK}[packages.vcs]\ntype = "hg"\nurl = "https://example.org/a"\ncommit-id = "1"\n`],
  ])('nowhere that a build has: %s', (path, text) => {
    const { packages, problems } = read(path, text);
    expect(packages).toEqual([]);
    expect(problems).toMatchObject([{ code: 'lock-source' }]);
    expect(text.slice(problems[0]?.span.start, problems[0]?.span.end)).toMatch(/name = "tool"/);
  });
});

test.each<readonly [string, string, string, string]>([
  ['uv.lock', 'version = 2\n', 'lock-version', 'version = 2'],
  ['uv.lock', 'version = "1"\n', 'lock-version', 'version = "1"'],
  ['uv.lock', '[[package]]\nname = "tool"\nversion = "1"\n', 'lock-version', ''],
  ...['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile.lock', 'pylock.toml'].map(
    (path): readonly [string, string, string, string] => [path, ' \n', 'lock-syntax', ''],
  ),
  ...(
    [
      ['uv.lock', '[[version]]\nname = "a"\n[[package]]\n'],
      ['uv.lock', '[version]\n'],
      ['poetry.lock', '[metadata.lock-version]\n'],
      ['poetry.lock', '[metadata]\n'],
      ['pdm.lock', '[metadata.lock_version]\n'],
      ['pylock.toml', '[lock-version]\n'],
      ['Pipfile.lock', '{"_meta": {"pipfile-spec": {}}}'],
    ] as const
  ).map(([path, text]): readonly [string, string, string, string] => [path, text, 'lock-version', '']),
  ['uv.lock', UV, 'lock-syntax', 'name = "tool"'],
  [
    'uv.lock',
    `supported-markers = ["os_name == 'nt'"]\n${UV}`,
    'lock-platform',
    `supported-markers = ["os_name == 'nt'"]`,
  ],
  [
    'pylock.toml',
    `environments = [\n  "sys_platform == 'darwin'",\n]\n${PYLOCK}`,
    'lock-platform',
    'environments = [',
  ],
  [
    'pylock.toml',
    `environments = ["python_version < '3.13'"]\n${PYLOCK}`,
    'lock-platform',
    `environments = ["python_version < '3.13'"]`,
  ],
  ['uv.lock', 'version = 1\n[[package]]\nname = "tool"\n', 'lock-syntax', '[[package]]\nname = "tool"'],
  ['pylock.toml', 'lock-version = "1.1"\n', 'lock-version', 'lock-version = "1.1"'],
  [
    'pylock.toml',
    `${PYLOCK}index = "https://example.org"\nmarker = "nothing"\n`,
    'lock-syntax',
    '[[packages]]\nname = "tool"',
  ],
  ['poetry.lock', '[metadata]\nlock-version = "3.0"\n', 'lock-version', 'lock-version = "3.0"'],
  ['poetry.lock', '[metadata]\nlock-version = "1.0"\n', 'lock-version', 'lock-version = "1.0"'],
  ['poetry.lock', '[metadata]\nlock-version = "2.0"\n', 'lock-project', 'lock-version = "2.0"'],
  [
    'poetry.lock',
    `${POETRY}python-versions = "^3.9,<3.13 || ~2.7"\n`,
    'lock-python',
    'python-versions = "^3.9,<3.13 || ~2.7"',
  ],
  [
    'poetry.lock',
    `${POETRY}python-versions = ">=3.9,<3.12"\n`,
    'lock-python',
    'python-versions = ">=3.9,<3.12"',
  ],
  ['pdm.lock', '[metadata]\nlock_version = "4.3"\n', 'lock-version', 'lock_version = "4.3"'],
  ['pdm.lock', '[metadata]\nlock_version = "5.0.0"\n', 'lock-version', 'lock_version = "5.0.0"'],
  [
    'pdm.lock',
    `${PDM}[[metadata.targets]]\nrequires_python = ">=3.9"\nplatform = "windows_amd64"\n`,
    'lock-platform',
    'platform = "windows_amd64"',
  ],
  [
    'pdm.lock',
    `${PDM}${['>=3.9", platform = "windows"', '<3.13", platform = "linux"', '<3.12'].map((target) => `[[metadata.targets]]\nrequires_python = "${target.replace(', ', '\n')}${target.includes('platform') ? '' : '"'}\n`).join('')}`,
    'lock-python',
    'requires_python = ">=3.9"',
  ],
  ['pdm.lock', '[metadata]\nlock_version = "4.5.0"\nstrategy = []\n', 'lock-version', 'strategy = []'],
  [
    'pdm.lock',
    `${PDM}[[metadata.targets]]\nrequires_python = "<3.13"\n`,
    'lock-python',
    'requires_python = "<3.13"',
  ],
  ['Pipfile.lock', '{\n  "_meta": {\n    "pipfile-spec": 7\n}}', 'lock-version', '    "pipfile-spec": 7'],
  ['Pipfile.lock', '{', 'lock-syntax', '{'],
  ['Pipfile.lock', '{\n  "_meta": {},\n<<<<<<< HEAD\n}', 'lock-syntax', '<<<<<<< HEAD'],
  [
    'Pipfile.lock',
    '{"_meta": {"pipfile-spec": 6, "requires": {"python_full_version": "3.12.1"}}}',
    'lock-python',
    '"python_full_version": "3.12.1"',
  ],
  [
    'Pipfile.lock',
    '{"_meta": {"pipfile-spec": 6, "requires": {\n"python_version": "3.11"\n}}}',
    'lock-python',
    '"python_version": "3.11"',
  ],
])('%s is refused where it says so: %j', (path, text, code, place) => {
  const { packages, problems } = read(path, text);
  expect(packages).toEqual([]);
  expect(problems).toMatchObject([{ code }]);
  expect(text.slice(problems[0]?.span.start, problems[0]?.span.end)).toBe(place);
});

test.each([
  [
    'pylock.toml',
    `environments = ["os_name == 'nt'", "platform_machine == 'x86_64'"]\n${PYLOCK}version = "1"\nindex = "https://example.org"\n`,
  ],
  ['uv.lock', `supported-markers = ["sys_platform == 'linux'"]\n${UV.replace('{ name = "tool" }', '')}`],
  ['uv.lock', UV.replace('{ name = "tool" }', '{ name = "tool", marker = "os_name == \'nt\'" }')],
  [
    'pdm.lock',
    `${PDM}[[metadata.targets]]\nrequires_python = "<3.13"\n[[metadata.targets]]\nrequires_python = ">=3.13"\nplatform = "manylinux_2_28_x86_64"\n`,
  ],
  [
    'Pipfile.lock',
    '{"_meta": {"pipfile-spec": 6, "requires": {"python_version": "3.12", "python_full_version": "3.13.1"}}}',
  ],
])('%s is taken for this environment', (path, text) => {
  expect(read(path, text).problems).toEqual([]);
});

test('text that looks like a header or a key is none inside of a string', () => {
  const summary = `summary = """\n[[package]]\nlock-version = "9"\n"""\nother = '''\n[[package]]\n'''\n`;
  const lock = `[[package]]\nname = "one"\nversion = "1"\n${summary}[[package]]\nname = "tool"\ngroups = ["main"]\n`;
  const { problems } = read('poetry.lock', `${lock}source = { type = "hg", url = "x" }\n${POETRY}`);
  expect(problems.map(({ span: { start } }) => start)).toEqual([lock.lastIndexOf('[[package]]')]);
});

test('variables of pipenv in an address are those of pip', () => {
  const url = (userInfo: string) => `https://${userInfo}@example.org/simple`;
  const sourceOf = (userInfo: string) =>
    read('Pipfile.lock', pipfile({ version: '==1' }).replace('https://example.org/simple', url(userInfo)))
      .packages[0]?.source;
  expect(sourceOf('$USER:$TOKEN_2')).toEqual({ kind: 'index', url: url('${USER}:${TOKEN_2}') });
  expect(sourceOf('${USER}:pa$WORD')).toEqual({ kind: 'index', url: url('${USER}:pa$WORD') });
  expect(read('Pipfile.lock', pipfile({ git: url('$TOKEN'), ref: COMMIT })).packages[0]?.source).toEqual({
    kind: 'git',
    url: `git+${url('${TOKEN}')}@${COMMIT}`,
  });
});

test.each([
  ['poetry.lock', `[extras]\nweb = ["tool"]\n${POETRY}`, ['web']],
  ['pdm.lock', PDM.replace('"default"', '"default", "web"'), ['web']],
  ['Pipfile.lock', pipfile({ version: '==1' }), []],
  ['pylock.toml', 'lock-version = "1.0"\nextras = ["web"]\n', ['web']],
])('%s says which extras there are', (path, text, known) => {
  expect(read(path, text, { extras: ['other'] }).unknown).toEqual([{ kind: 'extra', name: 'other', known }]);
});

test.each([
  ['uv.lock', `${UV}[package.dev-dependencies]\ndev = []\n`, ['dev']],
  ['poetry.lock', `[[package]]\nname = "tool"\ngroups = ["main", "dev"]\n${POETRY}`, ['main', 'dev']],
  ['pdm.lock', PDM.replace('"default"', '"default", "dev"'), ['dev']],
  ['Pipfile.lock', '{"_meta": {"pipfile-spec": 6}, "default": {}, "develop": {}}', ['develop']],
  ['pylock.toml', 'lock-version = "1.0"\ndependency-groups = ["dev"]\n', ['dev']],
])('%s says which groups there are', (path, text, known) => {
  expect(read(path, text, { groups: ['other'] }).unknown).toEqual([{ kind: 'group', name: 'other', known }]);
});

test('a Python that no constraint describes is not judged', () => {
  expect(read('poetry.lock', `${POETRY}python-versions = "2.7 or so"\n`).problems).toEqual([]);
});

test('a pylock.toml installs its default groups, and others by name', () => {
  const lock = `lock-version = "1.0"
dependency-groups = ["dev"]
default-groups = ["default"]
[[packages]]
name = "always"
index = "https://example.org"
marker = "'default' in dependency_groups"
[[packages]]
name = "tool"
index = "https://example.org"
marker = "'dev' in dependency_groups"
`;
  expect(read('pylock.toml', lock).packages.map(({ name }) => name)).toEqual(['always']);
  const { packages } = read('pylock.toml', lock, { groups: ['Dev'] });
  expect(packages.map(({ name }) => name)).toEqual(['always', 'tool']);
});

test('a workspace without a project of its own installs what its members need', () => {
  const lock = `version = 1
[manifest]
members = ["one", "two"]
[manifest.dependency-groups]
dev = [{ name = "three" }]
[[package]]
name = "one"
source = { editable = "one" }
dependencies = [{ name = "two" }]
[[package]]
name = "three"
version = "3"
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "two"
source = { virtual = "two" }
`;
  expect(read('uv.lock', lock).packages).toEqual([]);
  expect(read('uv.lock', lock, { groups: ['dev'] }).packages).toMatchObject([{ name: 'three' }]);
});
