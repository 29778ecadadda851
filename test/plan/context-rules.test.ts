import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compile.js';
import { loadIgnoreRules } from '../../src/context/ignore/ignore.js';
import { ignoreMatcher } from '../../src/context/ignore/ignore-matcher.js';
import type { ContextRules } from '../../src/plan/plan.js';
import { contextOf } from '../context/memory.js';
import { NOW } from '../validate/validate-text.js';

const PROGRAM = { 'main.py': '', 'requirements.txt': '' };

/** The rules of a build with a Mopyfile of this name, which lies in the context unless told otherwise. */
async function rulesFor(
  text: string,
  files: Readonly<Record<string, string>>,
  contextPath: string | undefined = 'Mopyfile.yaml',
): Promise<ContextRules> {
  const { plan, diagnostics } = await compile(
    { bytes: new TextEncoder().encode(text), filename: 'Mopyfile.yaml' },
    contextOf({ ...PROGRAM, ...files }),
    {
      now: NOW,
      ...(contextPath !== '' && { contextPath }),
      platforms: [],
      credentials: 'inline',
      baseImages: new Map(),
      labels: new Map(),
      compilerVersion: '1.0.0',
    },
  );
  if (plan === undefined) {
    throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  }
  return plan.context;
}

describe('the Mopyfile is left out', () => {
  test.each<[string, string]>([
    ['Mopyfile.yaml', 'Mopyfile.yaml\n!Mopyfile.yaml\n'],
    ['Mopyfile.yaml', '*\n!*.py\n!Mopyfile.yaml\n'],
    ['Mopyfile.yaml', '!Mopyfile.yaml\n'],
    ['a/Mopyfile.yaml', '*\n!main.py\n!a\n'],
    ['Mopyfile[dev].yaml', ''],
    ['[b]/Mopyfile.yaml', ''],
    ['a^{b}|c[d].yaml', ''],
    ['M?*\\.yaml', ''],
    ['!Mopyfile.yaml', ''],
    ['#Mopyfile.yaml', ''],
    [' Mopy file! ', ''],
    ['[\u00fc\u{1f600}_1-2]', ''],
  ])('%j with the ignore file %j, and nothing else is', async (contextPath, ignoreFile) => {
    const files = { '.dockerignore': ignoreFile };
    const { excludes } = await rulesFor('python: 3.13\nproject: main.py\n', files, contextPath);
    expect(ignoreMatcher(excludes)(contextPath)).toBe(true);
    const bytes = new TextEncoder().encode(excludes.join('\n'));
    const { rules } = await loadIgnoreRules(contextOf({}), { filename: 'Dockerfile.dockerignore', bytes });
    expect(rules.patterns).toEqual(excludes);
    const others = ['main.py', 'Mopyfiled.yaml', 'a^', 'Mxx.yaml', 'Mopyfile.yam', 'b/Mopyfile.yaml', '1'];
    expect(others.filter(ignoreMatcher(excludes))).toEqual(
      others.filter(ignoreMatcher(ignoreFile.split('\n'))),
    );
  });

  test.each<[string, string, readonly string[]]>([
    ['Mopyfile.yaml', '*.log\n*.log\n', ['*.log', 'Mopyfile.yaml']],
    ['My (own)+file @1.yaml', '*.log\n', ['*.log', 'My (own)+file @1.yaml']],
    ['Mopyfile.yaml', 'Mopyfile.yaml\n*.log\n', ['Mopyfile.yaml', '*.log']],
    ['Mopyfile.yaml', '*\n!*.py\nMopyfile.yaml\n', ['*', '!*.py', 'Mopyfile.yaml']],
    ['Mopyfile.yaml', 'a\n!a\na\n', ['a', '!a', 'a', 'Mopyfile.yaml']],
  ])('%j with the ignore file %j by %j', async (contextPath, ignoreFile, excludes) => {
    const files = { '.dockerignore': ignoreFile };
    expect(await rulesFor('python: 3.13\nproject: main.py\n', files, contextPath)).toEqual({ excludes });
  });
});

describe('a Dockerfile needs an ignore file of its own', () => {
  const file = 'python: 3.13\npip: [./requirements.txt]\n';
  const folder = 'python: 3.13\nproject: .\n';

  test.each<[string, string, Readonly<Record<string, string>>, string, readonly string[] | undefined]>([
    ['for the built-in rules, with a folder', folder, {}, '', expect.arrayContaining(['**/.git'])],
    ['not for the built-in rules, with files alone', file, {}, 'Mopyfile.yaml', undefined],
    ["not for the context's rules", folder, { '.dockerignore': '*.log' }, '', undefined],
    [
      "for the context's rules when they let the Mopyfile in",
      folder,
      { '.dockerignore': '*.log' },
      'Mopyfile.yaml',
      ['*.log', 'Mopyfile.yaml'],
    ],
    [
      "for the context's rules with a line twice",
      folder,
      { '.dockerignore': '*.log\n*.log' },
      'Mopyfile.yaml',
      ['*.log', 'Mopyfile.yaml'],
    ],
    ['not when they leave it out', folder, { '.dockerignore': 'Mopyfile.yaml' }, 'Mopyfile.yaml', undefined],
    [
      "for the Mopyfile's own rules, with files alone",
      file,
      { '.dockerignore': '*', 'Mopyfile.yaml.dockerignore': '*.log' },
      'Mopyfile.yaml',
      ['*.log', 'Mopyfile.yaml'],
    ],
    [
      'not when nothing is copied',
      'python: 3.13\n',
      { '.dockerignore': '*', 'Mopyfile.yaml.dockerignore': '*.log' },
      'Mopyfile.yaml',
      undefined,
    ],
  ])('%s', async (_name, text, files, contextPath, expected) => {
    expect((await rulesFor(text, files, contextPath)).missingIgnoreFile).toEqual(expected);
  });
});
