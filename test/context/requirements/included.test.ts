import { describe, expect, it } from 'vitest';
import type { BuildContext } from '../../../src/context/context.js';
import { ignoreMatcher } from '../../../src/context/ignore/ignore-matcher.js';
import { followRequirementsFiles } from '../../../src/context/requirements/included.js';
import { positionAt } from '../../../src/source/position.js';
import { contextOf } from '../memory.js';

function follow(
  context: BuildContext,
  files: readonly string[] = ['requirements.txt'],
  patterns: readonly string[] = [],
) {
  return followRequirementsFiles({ context, isIgnored: ignoreMatcher(patterns) }, files);
}

/** Diagnostics as people read them. */
async function report(...parameters: Parameters<typeof follow>): Promise<readonly string[]> {
  const { diagnostics } = await follow(...parameters);
  return diagnostics.map(({ code, severity, locations: [location] }) => {
    if (location === undefined) {
      return code;
    }
    const { line, column } = positionAt(location.source, location.span.start);
    return `${location.source.filename}:${line}:${column}: ${severity} ${code}`;
  });
}

const PROJECT = { 'lib/pyproject.toml': '', 'x.whl': '' };

describe('what requirements files include', () => {
  it('is found at the end of a long chain', async () => {
    const length = 3000;
    const chain = Array.from({ length }, (_, index) => [`r${index}.txt`, `-r r${index + 1}.txt`] as const);
    const { included, diagnostics } = await follow(
      contextOf({ ...Object.fromEntries(chain), [`r${length}.txt`]: 'git+https://host/a.git' }),
      ['r0.txt'],
    );
    expect(diagnostics).toEqual([]);
    expect(included.paths).toHaveLength(length);
    expect(included.gitFiles).toEqual(['r0.txt']);
  });

  it('is found through every kind of line, relative to what pip counts from', async () => {
    const { included, diagnostics } = await follow(
      contextOf({
        ...PROJECT,
        'requirements.txt': '-r sub/dev.txt\n-c limits.in\nnumpy\nx.whl\n--find-links wheels\n',
        'sub/dev.txt': '-r more.txt\n-r ../base.txt\n./lib[x] # counts from the context\n-f links',
        'sub/more.txt': 'git+https://host/a.git',
        'sub/links/y.whl': '',
        'base.txt': '',
        'limits.in': 'numpy<2',
        'wheels/z.whl': '',
      }),
    );
    expect(diagnostics).toEqual([]);
    expect(included).toEqual({
      paths: [
        { path: 'base.txt', kind: 'file' },
        { path: 'lib', kind: 'directory' },
        { path: 'limits.in', kind: 'file' },
        { path: 'sub/dev.txt', kind: 'file' },
        { path: 'sub/links', kind: 'directory' },
        { path: 'sub/more.txt', kind: 'file' },
        { path: 'wheels', kind: 'directory' },
        { path: 'x.whl', kind: 'file' },
      ],
      gitFiles: ['requirements.txt'],
      ssh: false,
    });
  });

  it('may come in more than once', async () => {
    const { included, diagnostics } = await follow(
      contextOf({
        'requirements.txt': '-r a.txt\n-r b.txt',
        'a.txt': '-r b.txt',
        'b.txt': '-c c.txt',
        'c.txt': '',
      }),
      ['requirements.txt', 'a.txt'],
    );
    expect(diagnostics).toEqual([]);
    expect(included.paths.map(({ path }) => path)).toEqual(['a.txt', 'b.txt', 'c.txt']);
  });

  it.each([
    ['git+ssh://git@host/a', true, true],
    ['a @ git+ssh://git@host/a', true, true],
    ['-e git+ssh://git@host/a#egg=a', true, true],
    ['git+http://host/a', true, false],
    ['https://host/a.whl', false, false],
    ['# git+ssh://git@host/a', false, false],
  ])('%s: git %s, ssh %s', async (line, git, ssh) => {
    const { included } = await follow(contextOf({ 'requirements.txt': line }));
    expect([included.gitFiles.length > 0, included.ssh]).toEqual([git, ssh]);
  });

  it('tells which of the files bring git URLs along', async () => {
    const files = {
      'a.txt': '-r more/x.txt',
      'b.txt': 'numpy\n-r c.txt',
      'c.txt': '-r b.txt',
      'd.txt': '-r a.txt',
      'e.txt': '-e git+ssh://git@host/a#egg=a',
      'more/x.txt': 'git+https://host/a.git',
    };
    const { included } = await follow(contextOf(files), ['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt']);
    expect(included).toMatchObject({ gitFiles: ['a.txt', 'd.txt', 'e.txt'], ssh: true });
  });

  it('passes over files that are not there, and those that the ignore rules leave out', async () => {
    const context = contextOf({ 'left-out.txt': '???' });
    const { included, diagnostics } = await follow(
      context,
      ['missing.txt', 'left-out.txt'],
      ['left-out.txt'],
    );
    expect([included.paths, diagnostics]).toEqual([[], []]);
  });
});

describe('problems in requirements files', () => {
  it('come with file, line and column, file after file', async () => {
    const context = contextOf(
      {
        'requirements.txt': 'numpy==x\n-r sub/dev.txt\n\n  ../lib\nscipy \\\n  1.0\n-r missing.txt\n',
        'sub/dev.txt': '# first\n-e ./lib\n./none\n',
        'none/readme.md': '',
        ...PROJECT,
      },
      'app/',
    );
    expect(await report(context)).toEqual([
      'app/requirements.txt:1:6: error pip-syntax',
      'app/requirements.txt:4:3: error pip-path-outside',
      'app/requirements.txt:6:3: error pip-syntax',
      'app/requirements.txt:7:4: error pip-path-missing',
      'app/sub/dev.txt:2:4: error pip-editable',
      'app/sub/dev.txt:3:1: error pip-not-a-project',
    ]);
  });

  it.each<[string, readonly string[]]>([
    ['-r /etc/requirements.txt', ['requirements.txt:1:4: error pip-path-absolute']],
    ['-r ../requirements.txt', ['requirements.txt:1:4: error pip-path-outside']],
    ['-r lib', ['requirements.txt:1:4: error pip-path-kind']],
    ['-r left/out.txt', ['requirements.txt:1:4: error pip-path-ignored']],
    ['-c left/out.txt', ['requirements.txt:1:4: error pip-path-ignored']],
    ['left/out.whl', ['requirements.txt:1:1: error pip-path-ignored']],
    ['-f missing', ['requirements.txt:1:4: warning pip-find-links-missing']],
    ['-f ../wheels', ['requirements.txt:1:4: error pip-path-outside']],
    ['-f /wheels', ['requirements.txt:1:4: error pip-path-absolute']],
    ['a @ file:///croot/a', ['requirements.txt:1:5: error pip-file-url']],
    ['missing.whl', ['requirements.txt:1:1: error pip-path-missing']],
    ['--nonsense', ['requirements.txt:1:1: error requirements-option']],
  ])('%s', async (line, expected) => {
    const context = contextOf({
      'requirements.txt': line,
      'left/out.txt': '',
      'left/out.whl': '',
      ...PROJECT,
    });
    expect(await report(context, ['requirements.txt'], ['left'])).toEqual(expected);
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[], RegExp]>([
    [
      'a file that includes itself',
      { 'requirements.txt': 'numpy\n-r requirements.txt' },
      ['requirements.txt:2:4: error requirements-cycle'],
      /^`requirements.txt` includes itself$/,
    ],
    [
      'a file that constrains itself',
      { 'requirements.txt': '-c ./requirements.txt' },
      ['requirements.txt:1:4: error requirements-cycle'],
      /^`requirements.txt` includes itself$/,
    ],
    [
      'files that include each other',
      {
        'requirements.txt': '-r a.txt',
        'a.txt': '-r b.txt',
        'b.txt': '-r c.txt',
        'c.txt': '-r sub/../a.txt',
      },
      ['c.txt:1:4: error requirements-cycle'],
      /^`a.txt` includes itself by way of `b.txt`, `c.txt`$/,
    ],
  ])('include %s', async (_, files, expected, message) => {
    expect(await report(contextOf(files))).toEqual(expected);
    const { diagnostics } = await follow(contextOf(files));
    expect(diagnostics[0]?.message).toMatch(message);
  });

  it('name their file as one of requirements, whatever its ending', async () => {
    const { diagnostics } = await follow(contextOf({ 'base.in': 'numpy==x\n' }), ['base.in']);
    const sources = diagnostics.flatMap(({ locations }) => locations.map(({ source }) => source));
    expect(sources).toMatchObject([{ kind: 'requirements', filename: 'base.in' }]);
  });

  it('include what cannot be decoded or read', async () => {
    const latin1 = contextOf({ 'requirements.txt': '-r latin1.txt', 'latin1.txt': Uint8Array.of(0xe9) });
    expect(await report(latin1)).toEqual(['latin1.txt:1:1: error requirements-encoding']);
    const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
    const unreadable = { ...contextOf({ 'requirements.txt': '' }), read: () => Promise.reject(denied) };
    expect(await report(unreadable)).toEqual(['requirements.txt:1:1: error requirements-unreadable']);
  });

  it('include a folder of archives that cannot be looked up', async () => {
    const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
    const context = contextOf({ 'requirements.txt': '-f wheels' });
    const closed: BuildContext = {
      ...context,
      stat: (path) => (path === 'wheels' ? Promise.reject(denied) : context.stat(path)),
    };
    expect(await report(closed)).toEqual(['requirements.txt:1:4: error requirements-unreadable']);
  });

  it('never show a credential in message or hint', async () => {
    const lines = [
      'https://user:hu/sh@host/a',
      'ftp://user:hush@host/a',
      'https://user:hush@host',
      '--unknown=https://user:hush@host',
    ];
    const { diagnostics } = await follow(contextOf({ 'requirements.txt': lines.join('\n') }));
    expect(diagnostics.map(({ code }) => code)).toEqual([
      'pip-malformed-url',
      'requirements-credentials',
      'pip-unsupported-url',
      'pip-malformed-url',
      'requirements-option',
    ]);
    expect(diagnostics.map(({ message, hint }) => `${message} ${hint}`).join()).not.toMatch(/hu\/?sh/);
  });
});

describe('a file that another includes and that is not beside it', () => {
  it.each([
    ['base.txt', 'paths count from the folder of `sub/requirements.txt`: write `../base.txt`'],
    ['missing.txt', 'paths count from the folder of `sub/requirements.txt`'],
  ])('-r %s', async (name, hint) => {
    const context = contextOf({ 'sub/requirements.txt': `-r ${name}\n`, 'base.txt': '' });
    const { diagnostics } = await follow(context, ['sub/requirements.txt']);
    expect(diagnostics).toMatchObject([{ code: 'pip-path-missing', hint }]);
  });
});
