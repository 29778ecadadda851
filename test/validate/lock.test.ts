import { describe, expect, test } from 'vitest';
import type { LockRequirement } from '../../src/validate/mopyfile.js';
import { blamed, codesOf, validateText, validMopyfile } from './validate-text.js';

const HASH = `sha256:${'0'.repeat(64)}`;

/** A package of an index, with an archive. */
function indexed(name: string, version: string, index = 'https://pypi.org/simple'): string {
  return `[[package]]
name = "${name}"
version = "${version}"
source = { registry = "${index}" }
wheels = [{ url = "https://example.org/${name}.whl", hash = "${HASH}" }]
`;
}

function project(dependencies: string, rest = ''): string {
  return `version = 1
requires-python = ">=3.9"

[[package]]
name = "app"
version = "0.1.0"
source = { editable = "." }
dependencies = [${dependencies}]
${rest}
`;
}

const LOCK = `${project(
  '{ name = "idna" }',
  '[package.optional-dependencies]\nweb = [{ name = "click" }]\n[package.dev-dependencies]\ndev = [{ name = "six" }]',
)}${indexed('idna', '3.10')}${indexed('click', '8.1')}${indexed('six', '1.17')}`;

async function readLock(entry: string, files: Readonly<Record<string, string>>): Promise<LockRequirement> {
  const { requirements } = await validMopyfile(`python: 3.13\npip:\n  - ${entry}\n`, files);
  const [requirement] = requirements;
  if (requirement?.kind !== 'lock') {
    throw new Error(`${entry} is no lock file`);
  }
  return requirement;
}

function texts({ locked }: LockRequirement): readonly string[] {
  return locked.map(({ text }) => text.map((part) => part.text).join(''));
}

describe('an entry for a lock file', () => {
  test.each<[string, readonly string[], string]>([
    ['./uv.lock', ['idna==3.10'], './uv.lock'],
    ['./uv.lock[web]', ['idna==3.10', 'click==8.1'], './uv.lock[web]'],
    ['{lock: ./uv.lock}', ['idna==3.10'], './uv.lock'],
    ['{lock: ./uv.lock, extras: [Web]}', ['idna==3.10', 'click==8.1'], './uv.lock'],
    ['{lock: "./uv.lock[web]", groups: [dev]}', ['idna==3.10', 'click==8.1', 'six==1.17'], './uv.lock[web]'],
  ])('%s takes %j and is shown as written', async (entry, expected, display) => {
    const requirement = await readLock(entry, { 'uv.lock': LOCK });
    expect(texts(requirement)).toEqual(expected);
    expect(requirement).toMatchObject({ display, constraints: expected, further: [] });
    expect(requirement.locked.map(({ hashes }) => hashes)).toEqual(expected.map(() => [HASH]));
  });

  test.each<[string, readonly string[], string]>([
    ['uv.lock', ['pip-path-prefix'], 'uv.lock'],
    ['./absent/uv.lock', ['pip-path-missing'], './absent/uv.lock'],
    ['"./uv.lock; os_name == \'nt\'"', ['pip-syntax'], "; os_name == 'nt'"],
    ['"./uv.lock[wbe]"', ['lock-choice'], 'wbe'],
    ['{lock: ./uv.lock, groups: [prod]}', ['lock-choice'], 'prod'],
    ['{lock: numpy}', ['pip-path-kind'], 'numpy'],
    ['{lock: ./package/}', ['pip-path-kind'], './package/'],
    ['{lock: ./conda.lock}', ['pip-path-missing'], './conda.lock'],
    ['{extras: [web]}', ['missing-key'], 'extras'],
    ['{lock: ./uv.lock, group: [dev]}', ['unknown-key'], 'group'],
    ['{lock: ./uv.lock, groups: dev}', ['wrong-type'], 'dev'],
  ])('%s is refused with %j at its place', async (entry, codes, place) => {
    const { diagnostics } = await validateText(`#syntax=mopy/mopy:1\npython: 3.13\npip:\n  - ${entry}\n`, {
      'uv.lock': LOCK,
      'package/pyproject.toml': '',
    });
    expect(codesOf(diagnostics)).toEqual(codes);
    expect(blamed(diagnostics)).toEqual([place]);
  });
});

test('what is no archive with a hash goes without: git, paths of the context, archives that the index has no hash of', async () => {
  const lock = `${project('{ name = "idna" }, { name = "tool" }, { name = "member" }, { name = "bare" }')}${indexed('idna', '3.10')}
[[package]]
name = "tool"
version = "2.0"
source = { git = "https://example.org/tool.git?subdirectory=lib&rev=main#0123456789abcdef0123456789abcdef01234567" }

[[package]]
name = "member"
version = "1.0"
source = { editable = "packages/member" }

[[package]]
name = "bare"
version = "5.0"
source = { registry = "https://pypi.org/simple" }
wheels = [{ url = "https://example.org/bare.whl" }]
`;
  const requirement = await readLock('./sub/uv.lock', {
    'sub/uv.lock': lock,
    'sub/packages/member/pyproject.toml': '',
  });
  expect(texts(requirement)).toEqual(['idna==3.10']);
  expect(requirement.constraints).toEqual(['idna==3.10', 'tool==2.0', 'member==1.0', 'bare==5.0']);
  expect(requirement.further.map(({ kind, text }) => [kind, text.map((part) => part.text).join('')])).toEqual(
    [
      [
        'git',
        'tool @ git+https://example.org/tool.git@0123456789abcdef0123456789abcdef01234567#subdirectory=lib',
      ],
      ['local', './sub/packages/member'],
      ['named', 'bare==5.0'],
    ],
  );
});

test.each<[string, string, readonly string[]]>([
  ['a folder that is not there', 'editable = "absent"', ['pip-path-missing']],
  ['a folder outside of the context', 'editable = "../absent"', ['pip-path-outside']],
  ['a folder of wheels', 'registry = "wheels"', ['lock-source']],
  ['an index that `indices` does not have', 'registry = "https://other.example.org/simple"', ['lock-index']],
  ['an index that it has', 'registry = "https://PYPI.example.org/simple"', []],
])('%s is judged at the package of the lock', async (_, source, codes) => {
  const lock = `${project('{ name = "member" }')}[[package]]
name = "member"
version = "1.0"
source = { ${source} }
`;
  const { diagnostics } = await validateText(
    `#syntax=mopy/mopy:1
python: 3.13
indices:
  - url: https://pypi.example.org/simple/
    username: user
    password: secret
pip:
  - ./uv.lock
`,
    { 'uv.lock': lock },
  );
  expect(codesOf(diagnostics)).toEqual(codes);
  for (const text of blamed(diagnostics)) {
    expect(text).toBe('[[package]]\nname = "member"\nversion = "1.0"');
  }
});

describe('an index of a lock', () => {
  const own = 'https://pypi.example.org/simple';
  const lockOf = (first: string, second: string) => ({
    'uv.lock': `${project('{ name = "six" }, { name = "idna" }')}${indexed('six', '1', first)}${indexed('idna', '3', second)}`,
  });

  test.each<[string, string, string, Readonly<Record<string, string>>, readonly [string, string][]]>([
    ['that replaces PyPI has what both lock', own, 'default: true', lockOf(own, own), []],
    [
      'that is a mirror of PyPI',
      own,
      'default: true',
      lockOf('https://pypi.org/simple/', 'https://pypi.org/simple'),
      [],
    ],
    ['beside PyPI', own, 'default: false', lockOf(own, 'https://pypi.org/simple'), []],
    [
      'that replaces PyPI, which the lock has too',
      own,
      'default: true',
      lockOf(own, 'https://pypi.org/simple'),
      [['lock-index', 'warning']],
    ],
    [
      'with a user that `indices` does not have',
      own,
      'default: true',
      lockOf(own.replace('//', '//${U}:${T}@'), own),
      [['lock-index', 'warning']],
    ],
    [
      'with a user, for which there is a secret',
      own,
      'secret: own',
      lockOf(own.replace('//', '//u@'), own),
      [],
    ],
    ['with a user, as `indices` has one', own, 'username: u', lockOf(own.replace('//', '//u@'), own), []],
  ])('%s', async (_name, url, key, files, expected) => {
    const { diagnostics } = await validateText(
      `#syntax=mopy/mopy:1\npython: 3.13\nindices:\n  - url: ${url}\n    ${key}\npip: [./uv.lock]\n`,
      files,
    );
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual(expected);
  });

  test.each([
    ['http://pypi.python.org/simple/', []],
    ['https://pypi.python.org/simple', []],
    ['https://pypi.python.org.example.org/simple', ['lock-index']],
  ])('%s in a lock is PyPI, by its former name, or is not', async (url, expected) => {
    const { diagnostics } = await validateText(
      '#syntax=mopy/mopy:1\npython: 3.13\npip: [./uv.lock]\n',
      lockOf(url, 'https://pypi.org/simple'),
    );
    expect(codesOf(diagnostics)).toEqual(expected);
  });

  test('that is missing is written out with a secret where the lock has a user', async () => {
    const { diagnostics } = await validateText(
      '#syntax=mopy/mopy:1\npython: 3.13\npip: [./uv.lock]\n',
      lockOf(own.replace('//', '//${U}:${T}@'), own),
    );
    expect(diagnostics.map(({ hint }) => hint)).toEqual([
      `add it to the Mopyfile:\nindices:\n  - url: ${own}\n    secret: pypi-example-org # user:password, or a token\n    default: true`,
    ]);
  });
});

test('a lock of an unknown version is refused at the line that says so', async () => {
  const { diagnostics } = await validateText('python: 3.13\npip:\n  - ./pylock.toml\n', {
    'pylock.toml': 'lock-version = "2.0"\n',
  });
  expect(codesOf(diagnostics)).toEqual(['lock-version']);
  expect(blamed(diagnostics).at(-1)).toBe('lock-version = "2.0"');
});

describe('a lock that is behind its project', () => {
  const files = {
    'api/poetry.lock': `[metadata]\nlock-version = "2.1"\ncontent-hash = "${'0'.repeat(64)}"\n`,
    'api/pyproject.toml': '[project]\ndependencies = ["idna"]\n',
  };
  const warnings = async (others: Readonly<Record<string, string>>) => {
    const text = 'python: 3.13\npip:\n  - ./api/poetry.lock\n';
    return (await validateText(text, { ...files, ...others })).diagnostics.filter(
      ({ code }) => code !== 'missing-syntax',
    );
  };

  test('is told of at the entry, with the command and its folder', async () => {
    const found = await warnings({});
    expect(found).toMatchObject([
      {
        code: 'lock-outdated',
        severity: 'warning',
        message: '`api/poetry.lock` is behind `api/pyproject.toml`: what it is made from has changed there',
        hint: 'make it anew: `poetry lock` in `api`',
      },
    ]);
    expect(blamed(found)).toEqual(['./api/poetry.lock']);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['is left out of the build', { '.dockerignore': 'api/pyproject.toml\n' }],
    ['is no TOML', { 'api/pyproject.toml': '[' }],
  ])('is not told of where the project %s', async (_, others) => {
    expect(await warnings(others)).toEqual([]);
  });
});

describe('a lock of poetry 1', () => {
  const lock = `[[package]]
name = "idna"
version = "3.10"
optional = false
python-versions = ">=3.6"
files = [{ file = "idna-3.10-py3-none-any.whl", hash = "${HASH}" }]
[metadata]
lock-version = "2.0"
python-versions = "^3.9"
`;
  const project = '[tool.poetry.dependencies]\npython = "^3.9"\nidna = "^3"\n';
  const judged = async (files: Readonly<Record<string, string>>) => {
    const text = '#syntax=mopy/mopy:1\npython: 3.13\npip:\n  - ./api/poetry.lock\n';
    return (await validateText(text, { 'api/poetry.lock': lock, ...files })).diagnostics;
  };

  test('is read with the project beside it', async () => {
    const requirement = await readLock('./api/poetry.lock', {
      'api/poetry.lock': lock,
      'api/pyproject.toml': project,
    });
    expect(texts(requirement)).toEqual(['idna==3.10']);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['not there', {}],
    ['left out', { 'api/pyproject.toml': project, '.dockerignore': 'api/pyproject.toml\n' }],
    ['a folder', { 'api/pyproject.toml/a': '' }],
  ])('is refused at the entry where the project is %s', async (_, files) => {
    const found = await judged(files);
    expect(codesOf(found)).toEqual(['lock-project']);
    expect(blamed(found)).toEqual(['./api/poetry.lock']);
  });

  test.each([
    ['[', 'lock-syntax', '['],
    ['[project]\ndependencies = ["idna"]\n', 'lock-project', 'dependencies = ["idna"]'],
    [`${project}six = "^1"\n`, 'lock-incomplete', 'six = "^1"'],
    [
      `${project}[tool.poetry.dependencies.six]\nversion = "^1"\n`,
      'lock-incomplete',
      '[tool.poetry.dependencies.six]',
    ],
    [project.replace('"^3"', '"^4"'), 'lock-incomplete', 'idna = "^4"'],
  ])('is refused at the place in its project: %j', async (text, code, place) => {
    const found = await judged({ 'api/pyproject.toml': text });
    expect(codesOf(found)).toEqual([code]);
    expect(blamed(found)).toEqual([place]);
    expect(found[0]?.locations[0]?.source.filename).toBe('api/pyproject.toml');
  });
});
