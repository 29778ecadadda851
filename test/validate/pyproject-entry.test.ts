import { expect, test } from 'vitest';
import { plainRequirements } from '../../src/plan/requirement-list.js';
import { validateText, validMopyfile } from './validate-text.js';

const PYPROJECT = `[project]
name = "my.app"
dependencies = ["idna>=3"]
[project.optional-dependencies]
web = ["click ; python_version > '3.8'"]
all = ["My-App[web]", "six"]
[dependency-groups]
prod = ["docopt", {include-group = "Base_Line"}]
base-line = ["tomli"]
broken = [{include-group = "none"}]
`;

test.each([
  ['./pyproject.toml', ['idna>=3']],
  ['"./pyproject.toml[all]"', ['idna>=3', 'six', "click ; python_version > '3.8'"]],
  ['{lock: ./pyproject.toml, groups: [prod]}', ['idna>=3', 'docopt', 'tomli']],
])('%s', async (entry, lines) => {
  const mopyfile = await validMopyfile(`python: 3.13\npip: [${entry}]\n`, { 'pyproject.toml': PYPROJECT });
  const texts = plainRequirements(mopyfile).map(({ text }) => text.map((part) => part.text).join(''));
  expect(texts).toEqual(lines);
});

test('extras that name extras of the project under a marker combine the two, and may go round in a circle', async () => {
  const text = `[project]
name = "app"
dependencies = ["App[a] ; python_version < '4'"]
[project.optional-dependencies]
a = ["six ; os_name == 'posix'", "app[b] ; os_name == 'posix'"]
b = ["idna @ https://example.org/idna.whl", "app[a] ; platform_machine == 'x86_64'"]
`;
  const mopyfile = await validMopyfile('python: 3.13\npip: [./pyproject.toml]\n', { 'pyproject.toml': text });
  expect(plainRequirements(mopyfile).map((one) => one.text.map((part) => part.text).join(''))).toEqual([
    "six ; (python_version < '4') and (os_name == 'posix')",
    "idna @ https://example.org/idna.whl ; (python_version < '4') and (os_name == 'posix')",
  ]);
});

test('groups need no project', async () => {
  const mopyfile = await validMopyfile('python: 3.13\npip: [{lock: ./pyproject.toml, groups: [a]}]\n', {
    'pyproject.toml': '[dependency-groups]\na = ["six"]\n',
  });
  expect(plainRequirements(mopyfile)).toMatchObject([{ kind: 'named', display: 'six' }]);
});

test.each([
  ['"./pyproject.toml[wbe]"', 'lock-choice', '`pyproject.toml` has no extra `wbe`'],
  [
    '{lock: ./pyproject.toml, groups: [pord]}',
    'lock-choice',
    '`pyproject.toml` has no dependency group `pord`',
  ],
  [
    '{lock: ./pyproject.toml, groups: [broken]}',
    'lock-choice',
    'the dependency group `broken` includes `none`, which is not there',
  ],
])('%s is refused', async (entry, code, message) => {
  const { diagnostics } = await validateText(`#syntax=mopy/mopy:1\npython: 3.13\npip: [${entry}]\n`, {
    'pyproject.toml': PYPROJECT,
  });
  expect(diagnostics).toMatchObject([{ code, message }]);
});
