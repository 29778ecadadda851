import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookUp, wayOut } from '../../src/context/context.js';
import { folderContext } from '../../src/context/folder.js';
import { ignoreMatcher } from '../../src/context/ignore/ignore-matcher.js';

let outside = '';
let root = '';

beforeAll(() => {
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'mopy-folder-')));
  root = join(outside, 'context');
  mkdirSync(join(root, 'lib/inner'), { recursive: true });
  mkdirSync(join(root, 'etc'));
  writeFileSync(join(outside, 'secret.txt'), 'secret');
  writeFileSync(join(root, 'a.txt'), 'text');
  writeFileSync(join(root, 'lib/inner/b.txt'), 'inner');
  writeFileSync(join(root, 'etc/hostname'), 'from the context');
  symlinkSync('a.txt', join(root, 'link'));
  symlinkSync('../link', join(root, 'lib/chain'));
  symlinkSync('lib/inner', join(root, 'folder'));
  symlinkSync('../secret.txt', join(root, 'up'));
  symlinkSync('../../../a.txt', join(root, 'lib/clamped'));
  symlinkSync('/etc/hostname', join(root, 'absolute'));
  symlinkSync(join(root, 'a.txt'), join(root, 'host-absolute'));
  symlinkSync('loop', join(root, 'loop'));
  symlinkSync('nowhere', join(root, 'dangling'));
  execFileSync('mkfifo', [join(root, 'pipe')]);
});

afterAll(() => rmSync(outside, { recursive: true }));

describe('a folder as build context', () => {
  it.each<[string, unknown]>([
    ['.', { kind: 'directory', size: 0 }],
    ['a.txt', { kind: 'file', size: 4 }],
    ['lib', { kind: 'directory', size: 0 }],
    ['lib/inner/b.txt', { kind: 'file', size: 5 }],
    ['missing', undefined],
    ['a.txt/below', undefined],
    ['pipe', { kind: 'other', size: 0 }],
    ['link', { kind: 'file', size: 4, through: ['a.txt'] }],
    ['lib/chain', { kind: 'file', size: 4, through: ['link', 'a.txt'] }],
    ['folder', { kind: 'directory', size: 0, through: ['lib/inner'] }],
    ['folder/b.txt', { kind: 'file', size: 5, through: ['folder', 'lib/inner/b.txt'] }],
    ['up', undefined],
    ['lib/clamped', { kind: 'file', size: 4, through: ['a.txt'] }],
    ['absolute', { kind: 'file', size: 16, through: ['etc/hostname'] }],
    ['host-absolute', undefined],
    ['loop', undefined],
    ['dangling', undefined],
  ])('stat %s', async (path, expected) => {
    expect(await folderContext(root).stat(path)).toEqual(expected);
  });

  it.each([
    ['a.txt', 'text'],
    ['folder/b.txt', 'inner'],
    ['absolute', 'from the context'],
    ['lib', undefined],
    ['up', undefined],
    ['pipe', undefined],
    ['missing', undefined],
  ])('reads %s', async (path, expected) => {
    const bytes = await folderContext(root).read(path);
    expect(bytes && new TextDecoder().decode(bytes)).toBe(expected);
  });

  it('may itself be behind a link', async () => {
    symlinkSync('context', join(outside, 'context-link'));
    expect(await folderContext(join(outside, 'context-link')).stat('a.txt')).toEqual({
      kind: 'file',
      size: 4,
    });
  });

  it('that is not there holds nothing', async () => {
    expect(await folderContext(join(root, 'missing')).stat('.')).toBeUndefined();
    expect(await folderContext(join(root, 'missing')).read('a.txt')).toBeUndefined();
  });

  it.each([
    ['.', ''],
    ['./', ''],
    ['examples/full', 'examples/full/'],
    ['./examples/', 'examples/'],
    ['..', '../'],
    ['/srv/app', '/srv/app/'],
  ])('is typed %s before paths: %j', (folder, prefix) => {
    expect(folderContext(folder).prefix).toBe(prefix);
  });
});

it.each([
  ['a.txt', [], { kind: 'file', size: 4 }],
  ['a.txt', ['a.txt'], 'ignored'],
  ['link', ['a.txt'], 'ignored'],
  ['lib/chain', ['link'], 'ignored'],
  ['folder/b.txt', ['lib'], 'ignored'],
  ['missing', ['missing'], 'missing'],
  ['pipe', [], 'other'],
  ['pipe', ['pipe'], 'ignored'],
])('looks up %s without %j', async (path, patterns, expected) => {
  const found = await lookUp({ context: folderContext(root), isIgnored: ignoreMatcher(patterns) }, path);
  expect(found).toEqual(expected);
});

describe('links out of a folder', () => {
  beforeAll(() => {
    mkdirSync(join(root, 'app/inner'), { recursive: true });
    mkdirSync(join(root, 'application'));
    writeFileSync(join(root, 'app/inner/main.py'), '');
    writeFileSync(join(root, 'application/main.py'), '');
    symlinkSync('inner/main.py', join(root, 'app/main.py'));
    symlinkSync('../application/main.py', join(root, 'app/beside.py'));
    symlinkSync('../way', join(root, 'app/detour.py'));
    symlinkSync('app/main.py', join(root, 'way'));
    symlinkSync('/a.txt', join(root, 'app/absolute.py'));
    symlinkSync('app', join(root, 'other'));
    symlinkSync('other', join(root, 'another'));
  });

  it.each([
    ['app', 'app/main.py', undefined],
    ['app', 'app/inner/main.py', undefined],
    ['app', 'app/beside.py', 'application/main.py'],
    ['app', 'app/absolute.py', 'a.txt'],
    ['app', 'app/detour.py', 'app/inner/main.py'],
    ['.', 'app/beside.py', undefined],
    ['other', 'other/main.py', undefined],
    ['another', 'another/main.py', undefined],
    ['another', 'another/beside.py', 'application/main.py'],
  ])('%s: %s', async (folder, path, expected) => {
    const context = folderContext(root);
    const entry = await context.stat(path);
    expect(entry).toBeDefined();
    expect(entry && (await wayOut(context, folder, entry))).toBe(expected);
  });
});
