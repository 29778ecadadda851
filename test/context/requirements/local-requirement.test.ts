import { describe, expect, it } from 'vitest';
import { ignoreMatcher } from '../../../src/context/ignore/ignore-matcher.js';
import { checkLocalRequirement } from '../../../src/context/requirements/local-requirement.js';
import { contextOf } from '../memory.js';

const context = contextOf(
  {
    'pyproject.toml': '',
    'lib/pyproject.toml': '',
    'old/setup.py': '',
    'none/readme.md': '',
    'x.whl': '',
    'notes.md': '',
    'environment.yml': '',
    'conda-lock.yml': '',
    Pipfile: '',
    'requirements.txt': '',
    'folder.txt/a': '',
    'linked/pyproject.toml': '',
    'inside/setup.py': '',
    'both/pyproject.toml': '',
    'both/setup.py': '',
  },
  'app/',
  {
    'linked/pyproject.toml': ['lib/pyproject.toml'],
    'inside/setup.py': ['inside/src/setup.py'],
    'both/setup.py': ['old/setup.py'],
  },
);

describe('paths in order', () => {
  it.each([
    ['local', '.', [], 'directory'],
    ['local', 'lib', [], 'directory'],
    ['local', 'old', [], 'directory'],
    ['local', 'inside', [], 'directory'],
    ['local', 'both', [], 'directory'],
    ['local', 'x.whl', [], 'file'],
    ['local', 'lib', ['*', '!lib/pyproject.toml'], 'directory'],
    ['requirements-file', 'requirements.txt', ['*.md'], 'file'],
  ] as const)('%s %s without %j', async (kind, path, patterns, found) => {
    const check = await checkLocalRequirement({ context, isIgnored: ignoreMatcher(patterns) }, kind, path);
    expect(check).toEqual({ entry: { path, kind: found } });
  });
});

describe('paths that are not', () => {
  it.each([
    ['local', 'missing', [], 'pip-path-missing', /`app\/`/],
    ['local', 'missing', ['missing'], 'pip-path-missing', /`app\/`/],
    ['requirements-file', 'missing.txt', [], 'pip-path-missing', /`app\/`/],
    ['local', 'environment.yml', [], 'pip-path-kind', /under `pip` by their names on PyPI/],
    ['local', 'conda-lock.yml', [], 'pip-path-kind', /under `pip` by their names on PyPI/],
    ['local', 'Pipfile', [], 'pip-path-kind', /`\.\/Pipfile\.lock`/],
    ['local', 'x.whl', ['*.whl'], 'pip-path-ignored', /`!x.whl`/],
    ['local', 'lib', ['lib'], 'pip-path-ignored', /`!lib`/],
    ['local', 'lib', ['**/pyproject.toml'], 'pip-path-ignored', /`!lib\/pyproject.toml`/],
    ['requirements-file', 'requirements.txt', ['*.txt'], 'pip-path-ignored', /`!requirements.txt`/],
    ['local', 'linked', [], 'pip-path-outside', /the file itself/],
    ['local', 'linked', ['lib'], 'pip-path-ignored', /`!linked\/pyproject.toml`/],
    ['local', 'none', ['none'], 'pip-path-ignored', /`!none`/],
    ['local', 'none', [], 'pip-not-a-project', /pyproject.toml/],
    ['local', 'notes.md', [], 'pip-path-kind', /archives/],
    ['local', 'lib/pyproject.toml', [], 'pip-path-kind', /`\.\/lib\/`/],
    ['requirements-file', 'folder.txt', [], 'pip-path-kind', /`\.\/folder.txt\/`/],
  ] as const)('%s %s without %j: %s', async (kind, path, patterns, code, hint) => {
    const { problem } = await checkLocalRequirement(
      { context, isIgnored: ignoreMatcher(patterns) },
      kind,
      path,
    );
    expect(problem?.code).toBe(code);
    expect(problem?.hint).toMatch(hint);
  });

  it('says what the operating system says', async () => {
    const denied = Object.assign(new Error('EACCES: /secret/place'), { code: 'EACCES' });
    const broken = { ...context, stat: () => Promise.reject(denied) };
    const { problem } = await checkLocalRequirement(
      { context: broken, isIgnored: () => false },
      'local',
      'lib',
    );
    expect(problem).toMatchObject({
      code: 'requirements-unreadable',
      message: '`lib` cannot be read: EACCES',
    });
  });
});
