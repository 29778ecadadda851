import { describe, expect, test } from 'vitest';
import { listedContextOf } from '../context/memory.js';
import { codesOf, NOW, validateIn, validateText, validMopyfile } from './validate-text.js';

describe('project', () => {
  const files = {
    'main.py': '',
    'app/main.py': '',
    'a/b/c.py': '',
    'other/x.py': '',
    'notes.txt': '',
    'venv/main.py': '',
  };

  test.each([
    ['app', 'app', 'directory', 'app'],
    ['app/', 'app', 'directory', 'app'],
    ['./app/', 'app', 'directory', 'app'],
    ['.', '.', 'directory', 'app'],
    ['./', '.', 'directory', 'app'],
    ['main.py', 'main.py', 'file', 'main.py'],
    ['./a//b/../b/c.py', 'a/b/c.py', 'file', 'c.py'],
  ])('%s', async (written, path, kind, destination) => {
    const { project } = await validMopyfile(`project: ${written}\n`, files);
    expect(project).toMatchObject({
      parts: [{ path: { path, kind }, destination }],
      ...(kind === 'directory'
        ? { folder: destination, main: 'main.py' }
        : { main: `/home/nonroot/${destination}` }),
    });
  });

  test.each([
    ['missing', 'project-missing'],
    ['app\\main.py', 'project-missing'],
    ['other', 'project-kind'],
    ['notes.txt', 'project-kind'],
    ['/app', 'project-absolute'],
    ['C:\\app', 'project-absolute'],
    ['../app', 'project-outside'],
    ['app/../..', 'project-outside'],
    ['venv', 'project-ignored'],
    ['""', 'empty-value'],
    ['', 'empty-value'],
    ['[app]', 'project-kind'],
    ['[app, main.py, app/main.py]', 'project-repeated'],
    ['[main.py, ./main.py]', 'project-repeated'],
    ['[., main.py]', 'project-repeated'],
    ['[main.py, {a: b}]', 'wrong-type'],
    ['[main.py, missing]', 'project-missing'],
    ['[main.py, ../x]', 'project-outside'],
    ['{a: b}', 'wrong-type'],
  ])('%j: %s', async (written, code) => {
    expect(codesOf((await validateText(`project: ${written}\n`, files)).diagnostics)).toEqual([code]);
  });

  test('a list keeps places', async () => {
    const { project } = await validMopyfile('project: [app/, main.py, ./a/b]\n', files);
    expect(project?.parts.map(({ path, destination }) => [path.path, destination])).toEqual([
      ['app', 'app/app'],
      ['main.py', 'app/main.py'],
      ['a/b', 'app/a/b'],
    ]);
    expect(project).toMatchObject({ folder: 'app', main: 'main.py' });
  });

  test.each(['other', 'notes.txt', '[notes.txt, other/]'])(
    'with a command, %s needs no program',
    async (written) => {
      const { project } = await validMopyfile(`project: ${written}\ncommand: python -m x\n`, files);
      expect(project?.parts.length).toBeGreaterThan(0);
    },
  );

  test('a program that is a link must stay in its folder', async () => {
    const linked = (end: string) => validateText('project: app\n', files, NOW, { 'app/main.py': [end] });
    const outside = await linked('main.py');
    expect(codesOf(outside.diagnostics)).toEqual(['project-outside']);
    expect(outside.diagnostics.map(({ message }) => message)).toContain(
      '`app/main.py` is a link to `main.py`, which is not in `app`',
    );
    expect(codesOf((await linked('app/b/c.py')).diagnostics)).toEqual([]);
  });

  test('the ignore file may leave out just the program', async () => {
    const ignoring = { ...files, '.dockerignore': 'app/main.py\n' };
    expect(codesOf((await validateText('project: app\n', ignoring)).diagnostics)).toEqual([
      'project-ignored',
    ]);
  });

  test.each<[ignoreFile: string, written: string, warned: boolean]>([
    ['x', '.', true],
    ['*.pyc\n!**', '.', true],
    ['!.git', '.', false],
    ['**/.git\n!.git', '.', false],
    ['!**/.git', '.', false],
    ['!app/.git', '.', true],
    ['!app/.env', 'app', true],
    ['!app/web/.env', 'app', false],
  ])('%j and `project: %s`: private files are warned of: %s', async (ignoreFile, written, warned) => {
    const own = { 'main.py': '', '.dockerignore': ignoreFile, '.git/HEAD': '' };
    const below = { 'app/main.py': '', '.dockerignore': ignoreFile, 'app/web/.env': '' };
    const context = listedContextOf(written === '.' ? own : below);
    const { diagnostics } = await validateIn(context, `project: ${written}\n`);
    expect(codesOf(diagnostics)).toEqual(warned ? ['project-private'] : []);
  });

  test('the ignore file of the Mopyfile comes first', async () => {
    const both = { ...files, '.dockerignore': 'app\n', 'Mopyfile.yaml.dockerignore': '' };
    expect(codesOf((await validateText('project: app\n', both)).diagnostics)).toEqual([]);
  });
});
