import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BuildContext } from '../../../src/context/context.js';
import { folderContext } from '../../../src/context/folder.js';
import { BUILT_IN_PATTERNS, loadIgnoreRules } from '../../../src/context/ignore/ignore.js';
import { ignoreMatcher } from '../../../src/context/ignore/ignore-matcher.js';
import { contextOf } from '../memory.js';
import verdicts from './ignore-verdicts.json' with { type: 'json' };

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const rulesOf = (text: string) => loadIgnoreRules(contextOf({}), { filename: 'own', bytes: bytes(text) });

describe("ignore patterns as Docker's own matcher judges them", () => {
  it.each(verdicts.cases)('$file', async ({ file, patterns, ignored }) => {
    const { rules, diagnostics } = await rulesOf(file);
    expect(diagnostics.length === 0).toBe(patterns !== null);
    if (patterns !== null) {
      expect(rules.patterns).toEqual(patterns);
      expect(verdicts.paths.filter(ignoreMatcher(rules.patterns))).toEqual(ignored);
    }
  });

  it('never leaves out the context itself', () => {
    expect(ignoreMatcher(['**', '.'])('.')).toBe(false);
  });
});

describe('which ignore file applies', () => {
  const context: BuildContext = contextOf({ '.dockerignore': 'from-context\n' });

  it("takes the Mopyfile's own before the context's", async () => {
    const own = { filename: 'Mopyfile.yaml.dockerignore', bytes: bytes('from-own\n') };
    const { rules } = await loadIgnoreRules(context, own);
    expect(rules).toEqual({ patterns: ['from-own'], origin: 'mopyfile' });
  });

  it('takes an empty one as it is', async () => {
    const { rules } = await loadIgnoreRules(context, { filename: 'own', bytes: bytes('') });
    expect(rules).toEqual({ patterns: [], origin: 'mopyfile' });
  });

  it("takes the context's", async () => {
    const { rules } = await loadIgnoreRules(context);
    expect(rules).toEqual({ patterns: ['from-context'], origin: 'context' });
  });

  it('looks for both in the context', async () => {
    const both = contextOf({ '.dockerignore': 'from-context', 'M.dockerignore': 'from-own' }, 'app/');
    expect((await loadIgnoreRules(both, 'M.dockerignore')).rules.patterns).toEqual(['from-own']);
    expect((await loadIgnoreRules(both, 'N.dockerignore')).rules.patterns).toEqual(['from-context']);
  });

  it('falls back on the built-in list', async () => {
    const { rules } = await loadIgnoreRules(contextOf({}));
    expect(rules).toEqual({ patterns: BUILT_IN_PATTERNS, origin: 'built-in' });
  });
});

it.each([
  ['.git/config', true],
  ['a/b/.venv/bin/python', true],
  ['a/__pycache__/x', true],
  ['a/b.pyc', true],
  ['.env', true],
  ['a/.env', true],
  ['.envrc', false],
  ['.github/workflows', false],
  ['venv.py', false],
  ['main.py', false],
])('the built-in list on %s: %s', (path, expected) => {
  expect(ignoreMatcher(BUILT_IN_PATTERNS)(path)).toBe(expected);
});

it('places a malformed pattern in its file', async () => {
  const { diagnostics } = await loadIgnoreRules(contextOf({ '.dockerignore': '# first\r\n  a[  \r\nb\n' }));
  expect(diagnostics).toHaveLength(1);
  const [{ code, severity, locations } = { code: '', severity: '', locations: [] }] = diagnostics;
  expect([code, severity]).toEqual(['ignore-pattern', 'error']);
  const [location] = locations;
  expect(location?.source).toMatchObject({ kind: 'ignore', filename: '.dockerignore' });
  expect(location?.source.text.slice(location.span.start, location.span.end)).toBe('a[');
});

it('reports a malformed pattern once, with its places', async () => {
  const { diagnostics } = await rulesOf('[a\nb\n[\n/[a\n');
  const places = diagnostics.map(({ message, locations }) => [
    message,
    locations.map(({ span }) => span.start),
  ]);
  expect(places).toEqual([
    ['the ignore pattern `[a` is malformed', [0, 7]],
    ['the ignore pattern `[` is malformed', [5]],
  ]);
});

it('has room for so many expressions in one file', async () => {
  const { rules, diagnostics } = await rulesOf(
    Array.from({ length: 200 }, (_, index) => `*a{1000}${index}\n`).join(''),
  );
  expect(rules.patterns).toHaveLength(97);
  expect(diagnostics).toHaveLength(103);
  expect(diagnostics[0]).toMatchObject({
    code: 'ignore-pattern',
    message: 'the ignore pattern `*a{1000}97` is one expression too many',
  });
});

it.each([
  [`${'\\d'.repeat(2 ** 18)}`, / is one expression too many$/],
  [`*${'a'.repeat(2 ** 23)}`, /^an ignore pattern is longer than a mebibyte$/],
  [`[${'a'.repeat(2 ** 23)}]`, /^an ignore pattern is longer than a mebibyte$/],
])('refuses a pattern that is too large: %#', async (pattern, message) => {
  const { rules, diagnostics } = await rulesOf(`${pattern}\n`);
  expect(rules.patterns).toEqual([]);
  expect(diagnostics).toMatchObject([{ code: 'ignore-pattern', message: expect.stringMatching(message) }]);
});

describe('an ignore file that cannot be read', () => {
  const contextThatThrows = (error: Error): BuildContext => ({
    ...contextOf({}, 'app/'),
    read: (path) => (path === '.dockerignore' ? Promise.reject(error) : Promise.resolve(undefined)),
  });

  it('is an error with its name', async () => {
    const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
    const { diagnostics } = await loadIgnoreRules(contextThatThrows(denied), 'M.dockerignore');
    expect(diagnostics).toMatchObject([
      { code: 'ignore-unreadable', locations: [{ source: { filename: 'app/.dockerignore' } }] },
    ]);
  });

  it('is an error where it is a folder', async () => {
    const { diagnostics } = await loadIgnoreRules(contextOf({ '.dockerignore/a': '' }));
    expect(diagnostics).toMatchObject([
      { code: 'ignore-unreadable', message: 'the ignore file is a folder' },
    ]);
  });

  it('is an error where it is a pipe', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mopy-ignore-'));
    execFileSync('mkfifo', [join(folder, '.dockerignore')]);
    const { diagnostics } = await loadIgnoreRules(folderContext(folder));
    rmSync(folder, { recursive: true });
    expect(diagnostics).toMatchObject([
      { code: 'ignore-unreadable', message: 'the ignore file is a pipe, a socket or a device' },
    ]);
  });

  it('is an error where it is a link to nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mopy-ignore-'));
    symlinkSync('nowhere', join(folder, '.dockerignore'));
    const { diagnostics } = await loadIgnoreRules(folderContext(folder));
    rmSync(folder, { recursive: true });
    expect(diagnostics).toMatchObject([
      { code: 'ignore-unreadable', message: 'the ignore file is a link that leads to nothing' },
    ]);
  });

  it.each(['\ufeff.env\n', '.env\n*.pyc\n'])('is an error in UTF-16: %j', async (text) => {
    const { diagnostics } = await loadIgnoreRules(
      contextOf({ '.dockerignore': Buffer.from(text, 'utf16le') }),
    );
    expect(diagnostics).toMatchObject([
      { code: 'ignore-unreadable', message: 'the ignore file is UTF-16, not UTF-8' },
    ]);
  });

  it('does not hide other errors', async () => {
    const broken = new Error('broken');
    await expect(loadIgnoreRules(contextThatThrows(broken))).rejects.toBe(broken);
  });
});

describe('patterns that an expression would try in every way', () => {
  it.each([
    ['*a'.repeat(12).concat('b'), 'a'.repeat(40), false],
    ['*a'.repeat(12), 'a'.repeat(40), true],
    [`${'**/'.repeat(12)}b*`, `${'a/'.repeat(25)}c`, false],
    [`${'**/'.repeat(12)}b*`, `${'a/'.repeat(25)}bc`, true],
    [`${'**/*a'.repeat(12)}b`, 'a/'.repeat(40).concat('c'), false],
    ['*a{1}'.repeat(12).concat('b|c'), 'a'.repeat(40), false],
    ['*a{1}'.repeat(12), 'a'.repeat(40), true],
    ['*[[:alpha:]]'.repeat(12).concat('b'), 'a'.repeat(40), false],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(ignoreMatcher([pattern])(path)).toBe(expected);
  });

  it('finds the few of many patterns that match', () => {
    const isIgnored = ignoreMatcher([
      ...Array.from({ length: 20_000 }, (_, index) => `*/x${index}*`),
      '!a/x19999y',
    ]);
    const paths = Array.from({ length: 1000 }, (_, index) => `a/x${19_500 + index}y`);
    // `*/x2*` to `*/x2049*` match what is above 19,999 as well.
    expect(paths.filter((path) => !isIgnored(path))).toEqual(['a/x19999y']);
  });
});
