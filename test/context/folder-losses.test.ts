import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderContext } from '../../src/context/folder.js';
import { folderLosses } from '../../src/context/folder-losses.js';
import { BUILT_IN_PATTERNS } from '../../src/context/ignore/ignore.js';
import { ignoreMatcher } from '../../src/context/ignore/ignore-matcher.js';
import { contextOf } from './memory.js';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mopy-losses-'));
  write('common/a.html');
  write('web/main.py');
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}

const lossesOf = (folder: string, copied: readonly string[] = [folder], patterns = BUILT_IN_PATTERNS) =>
  folderLosses({ context: folderContext(root), isIgnored: ignoreMatcher(patterns) }, folder, copied);

describe('links out of a copied folder', () => {
  it.each<[path: string, target: string, copied: readonly string[], expected: readonly unknown[]]>([
    ['web/common', '../common', ['web'], [{ path: 'web/common', end: 'common' }]],
    ['web/a/b', '../../common/a.html', ['web'], [{ path: 'web/a/b', end: 'common/a.html' }]],
    ['web/out', '../../x', ['web'], [{ path: 'web/out' }]],
    ['web/common', '../common', ['web', 'common'], []],
    ['web/common', '../common', ['.'], []],
    ['web/program', 'main.py', ['web'], []],
    ['web/round', '../web/main.py', ['web'], []],
    ['web/nothing', '../nowhere', ['web'], []],
    ['web/absolute', '/usr/share/zoneinfo', ['web'], []],
    ['web/.venv/bin/python', '../../../common', ['web'], []],
    ['web/.env', '../common', ['web'], []],
  ])('%s to %s, with a copy of %j', async (path, target, copied, expected) => {
    link(path, target);
    expect((await lossesOf('web', copied)).linksOut).toEqual(expected);
  });

  it('are counted from where a link leads that is copied itself', async () => {
    link('site', 'web');
    link('web/common', '../common');
    link('web/program', '../web/main.py');
    expect((await lossesOf('site')).linksOut).toEqual([{ path: 'web/common', end: 'common' }]);
  });

  it('leave the context at its top', async () => {
    link('up', '../x');
    expect((await lossesOf('.')).linksOut).toEqual([{ path: 'up' }]);
  });
});

describe('folders that are left out for their names', () => {
  it.each<[files: readonly string[], expected: readonly string[]]>([
    [['web/venv/__init__.py'], ['web/venv']],
    [['web/a/.venv/x'], ['web/a/.venv']],
    [['web/static/node_modules/x.js'], ['web/static/node_modules']],
    [['web/static/node_modules/x.js', 'web/static/package.json'], []],
    [['web/venv/pyvenv.cfg'], []],
    [['web/venv/bin/activate'], []],
    [['web/__pycache__/x', 'web/venv/pyvenv.cfg', 'web/venv/lib/node_modules/x'], []],
  ])('%j', async (files, expected) => {
    files.forEach(write);
    expect((await lossesOf('web')).misnamed).toEqual(expected);
  });

  it('are no loss when they are empty', async () => {
    mkdirSync(join(root, 'web/venv'));
    expect((await lossesOf('web')).misnamed).toEqual([]);
  });
});

it('stops at a number of files', async () => {
  mkdirSync(join(root, 'web/many'));
  for (let index = 0; index < 10_000; index += 1) {
    writeFileSync(join(root, `web/many/${index}`), '');
  }
  link('web/many/common', '../../common');
  link('web/common', '../common');
  expect((await lossesOf('web')).linksOut).toEqual([{ path: 'web/common', end: 'common' }]);
});

it('finds nothing in a context without listings', async () => {
  const context = contextOf({ 'web/venv/x': '' });
  const losses = await folderLosses({ context, isIgnored: ignoreMatcher(BUILT_IN_PATTERNS) }, 'web', ['web']);
  expect(losses).toEqual({ linksOut: [], misnamed: [] });
});
