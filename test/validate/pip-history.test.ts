import { describe, expect, test } from 'vitest';
import { codesOf, validateText } from './validate-text.js';

const FILES = {
  'kiln/pyproject.toml': '[build-system]\nrequires = ["setuptools-scm"]\n',
  'kiln/.git/HEAD': 'ref: refs/heads/main\n',
};

describe('a project whose version comes from a .git that is left out', () => {
  test.each<[string, readonly string[]]>([
    ['', ['pip-version-from-git']],
    ['envs: {MODE: a}\n', ['pip-version-from-git']],
    ['envs: {SETUPTOOLS_SCM_PRETEND_VERSION: 1.4.0}\n', []],
    ['envs: {SETUPTOOLS_SCM_PRETEND_VERSION_FOR_KILN: 1.4.0}\n', []],
  ])('with %j', async (envs, codes) => {
    const { diagnostics } = await validateText(`python: 3.13\n${envs}pip: [./kiln/]\n`, FILES);
    expect(codesOf(diagnostics)).toEqual(codes);
  });
});
