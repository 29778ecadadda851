import { expect, it } from 'vitest';
import { ignoreMatcher } from '../../../src/context/ignore/ignore-matcher.js';
import { missingHistory } from '../../../src/context/requirements/history.js';
import { contextOf } from '../memory.js';

const SCM = 'requires = ["setuptools", "setuptools_scm[toml]>=8"]';

it.each([
  ['left out', { 'pyproject.toml': SCM }, ['**/.git'], /`setuptools_scm` reads the version from `\.git`/],
  ['left out, asked for by setup.py', { 'setup.py': 'setup(use_scm_version=True)' }, ['**/.git'], /use_scm/],
  ['let in', { 'pyproject.toml': SCM }, [], undefined],
  ['not asked for', { 'pyproject.toml': 'requires = ["setuptools"]' }, ['**/.git'], undefined],
  ['not needed', { 'pyproject.toml': `${SCM}\nfallback_version = "1.0"` }, ['**/.git'], undefined],
] as const)('a history that is %s', async (_name, files, patterns, message) => {
  const context = contextOf({ ...files, '.git/HEAD': 'ref: refs/heads/main\n' });
  const problem = await missingHistory({ context, isIgnored: ignoreMatcher(patterns) }, '.', []);
  expect(problem?.message).toEqual(message === undefined ? undefined : expect.stringMatching(message));
});

const BY_POETRY = '[build-system]\nrequires = ["poetry-core", "poetry-dynamic-versioning>=1,<2"]\n';
const BY_PDM = '[tool.pdm.version]\nsource = "scm"\n';
const BY_OLD_PDM = '[tool.pdm]\nversion = { source = "scm" }\n';
const BY_VERSIONEER = '[build-system]\nrequires = ["setuptools", "versioneer[toml]"]\n';

it.each<[string, Readonly<Record<string, string>>, string | undefined]>([
  [
    'hatch-vcs',
    { 'pyproject.toml': 'requires = ["hatchling", "hatch-vcs"]' },
    'SETUPTOOLS_SCM_PRETEND_VERSION',
  ],
  ['flit_scm', { 'pyproject.toml': 'requires = ["flit_scm"]' }, 'SETUPTOOLS_SCM_PRETEND_VERSION'],
  ['poetry-dynamic-versioning', { 'pyproject.toml': BY_POETRY }, 'POETRY_DYNAMIC_VERSIONING_BYPASS'],
  ['pdm', { 'pyproject.toml': BY_PDM }, 'PDM_BUILD_SCM_VERSION'],
  ['pdm', { 'pyproject.toml': BY_OLD_PDM }, 'PDM_BUILD_SCM_VERSION'],
  ['pbr', { 'setup.py': "setup(setup_requires=['pbr>=2'], pbr=True)" }, 'PBR_VERSION'],
  ['versioneer', { 'pyproject.toml': BY_VERSIONEER }, undefined],
  ['versioneer', { 'setup.py': 'import versioneer\nsetup(version=versioneer.get_version())' }, undefined],
  ['versioningit', { 'pyproject.toml': 'requires = ["setuptools", "versioningit"]' }, undefined],
])('%s has a hint that helps it', async (tool, files, variable) => {
  const context = contextOf({ ...files, '.git/HEAD': 'ref: refs/heads/main\n' });
  const visible = { context, isIgnored: ignoreMatcher(['**/.git']) };
  const problem = await missingHistory(visible, '.', ['SOME_VERSION']);
  expect(problem?.message).toContain(`\`${tool}\` reads the version from \`.git\``);
  expect(/under `envs` as `(\w+)`/.exec(problem?.hint ?? '')?.[1]).toBe(variable);
  expect(await missingHistory(visible, '.', [variable ?? 'SOME_VERSION'])).toEqual(
    variable === undefined ? problem : undefined,
  );
});

it.each([
  '[tool.pdm.version]\nsource = "file"\npath = "kiln/version.py"\n[tool.other]\nsource = "scm"\n',
  '[tool.pdm]\nversion = { source = "file", path = "kiln/version.py" }\n',
  'requires = ["hatchling"]\n# pbr was here\n',
])('%j asks for no history', async (text) => {
  const context = contextOf({ 'pyproject.toml': text, '.git/HEAD': 'ref: refs/heads/main\n' });
  expect(await missingHistory({ context, isIgnored: ignoreMatcher(['**/.git']) }, '.', [])).toBeUndefined();
});
