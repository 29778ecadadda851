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
  const problem = await missingHistory({ context, isIgnored: ignoreMatcher(patterns) }, '.');
  expect(problem?.message).toEqual(message === undefined ? undefined : expect.stringMatching(message));
});
