import { expect, test } from 'vitest';
import { unique } from '../../src/basics/unique.js';
import { projectRequirements, remoteRequirements } from '../../src/plan/requirement-list.js';
import { validMopyfile } from './validate-text.js';

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
      "numpy>=2  ; (python_version > '3.8') and (sys_platform == 'linux')",
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
