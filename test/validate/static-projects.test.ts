import { expect, test } from 'vitest';
import { unique } from '../../src/basics/unique.js';
import { projectRequirements, remoteRequirements } from '../../src/plan/requirement-list.js';
import { validateText, validMopyfile } from './validate-text.js';

const lines = (requirements: readonly { readonly text: readonly { readonly text: string }[] }[]) =>
  unique(requirements.map(({ text }) => text.map((part) => part.text).join('')));

const APP = `[project]
name = "App"
dependencies = ["idna>=3", "core[fast]; python_version > '3.8'", "tool @ git+ssh://git@example.org/tool.git"]
[project.optional-dependencies]
web = ["click"]
All_Of = ["app[web]", "six"]
`;
const CORE = `[project]
name = "core"
dependencies = ["docopt"]
optional-dependencies = {fast = ["numpy>=2 ; sys_platform == 'linux'"]}
`;

test.each<[string, string, Readonly<Record<string, string>>, readonly string[], readonly string[]]>([
  [
    'dependencies go ahead, those of another project at its condition',
    '[six, ./app, ./core]',
    { 'app/pyproject.toml': APP, 'core/pyproject.toml': CORE },
    [
      'six',
      'idna>=3',
      'tool @ git+ssh://git@example.org/tool.git',
      "docopt ; python_version > '3.8'",
      "numpy>=2 ; (python_version > '3.8') and (sys_platform == 'linux')",
      'docopt',
    ],
    ['./app', './core'],
  ],
  [
    'extras name extras of their own project',
    '["./app/[all-of] ; os_name == \'posix\'"]',
    { 'app/pyproject.toml': APP.replace(/, "core.*"\]/, ']') },
    ["idna>=3 ; os_name == 'posix'", "six ; os_name == 'posix'", "click ; os_name == 'posix'"],
    ["./app/[all-of] ; os_name == 'posix'"],
  ],
  [
    'extras that name one another under markers',
    '["./app[a]"]',
    {
      'app/pyproject.toml':
        '[project]\nname = "app"\n[project.optional-dependencies]\n' +
        'a = ["six", "app[b] ; os_name == \'posix\'"]\nb = ["app[a] ; platform_machine == \'x86_64\'"]\n',
    },
    ['six'],
    ['./app[a]'],
  ],
  [
    'a project without dependencies needs no step before it',
    '[.]',
    { 'pyproject.toml': '[project]\nname = "app"\n' },
    [],
    ['.'],
  ],
  ...[
    ['setup.py alone', { 'setup.py': '' }],
    ['dynamic dependencies', { 'pyproject.toml': '[project]\nname = "app"\ndynamic = ["dependencies"]\n' }],
    [
      'dependencies of poetry',
      { 'pyproject.toml': '[project]\nname = "app"\n[tool.poetry.dependencies]\nsix = "*"\n' },
    ],
    ['a file that is no TOML', { 'pyproject.toml': '[project\n' }],
    [
      'a line that is no requirement',
      { 'pyproject.toml': '[project]\nname = "app"\ndependencies = ["$"]\n' },
    ],
  ].map(
    ([name, files]) =>
      [`${name}: pip finds out`, '[.]', files, ['.'], []] as [
        string,
        string,
        Readonly<Record<string, string>>,
        readonly string[],
        readonly string[],
      ],
  ),
  [
    'an archive may need a project: pip is given both',
    '[./app, ./one-1.0-py3-none-any.whl]',
    { 'app/pyproject.toml': '[project]\nname = "app"\n', 'one-1.0-py3-none-any.whl': '' },
    ['./app', './one-1.0-py3-none-any.whl'],
    [],
  ],
  [
    'a requirements file may have another project',
    '[./app, ./requirements.txt]',
    {
      'app/pyproject.toml': '[project]\nname = "app"\n',
      'requirements.txt': './core\n',
      'core/pyproject.toml': CORE,
    },
    ['./app', './requirements.txt'],
    [],
  ],
])('%s', async (_name, pip, files, remote, projects) => {
  const mopyfile = await validMopyfile(`python: 3.13\npip: ${pip}\n`, files);
  expect(lines(remoteRequirements(mopyfile))).toEqual(remote);
  expect(lines(projectRequirements(mopyfile))).toEqual(projects);
});

test("extras of poetry's own table are for pip to find", async () => {
  const mopyfile = await validMopyfile('python: 3.13\npip: [".[web]"]\n', {
    'pyproject.toml': '[project]\nname = "app"\ndependencies = []\n[tool.poetry.extras]\nweb = ["six"]\n',
  });
  expect(lines(remoteRequirements(mopyfile))).toEqual(['.[web]']);
});

test.each<[string, string, readonly string[]]>([
  ['it has', '".[web]"', []],
  ['it does not have', '".[web, wbe]"', ['`pyproject.toml` has no extra `wbe`']],
  [
    'it does not have, under a marker',
    '"./core/[slow]; os_name == \'posix\'"',
    ['`core/pyproject.toml` has no extra `slow`'],
  ],
  ['only its build back end knows', '"./dynamic[web]"', []],
  ['no file tells of', '"./old[web]"', []],
])('of a project an extra that %s', async (_name, entry, messages) => {
  const { diagnostics } = await validateText(`#syntax=mopy/mopy:1\npython: 3.13\npip: [${entry}]\n`, {
    'pyproject.toml': APP.replace(/, "core.*"\]/, ']'),
    'core/pyproject.toml': CORE,
    'dynamic/pyproject.toml': '[project]\nname = "d"\ndynamic = ["optional-dependencies"]\n',
    'old/setup.py': '',
  });
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual(
    messages.map(() => ['pip-extra', 'warning']),
  );
  expect(diagnostics.map(({ message }) => message)).toEqual(messages);
});
