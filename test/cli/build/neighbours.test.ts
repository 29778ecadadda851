import { expect, it } from 'vitest';
import { neighbourHint } from '../../../src/cli/build/neighbours.js';
import { contextOf } from '../../context/memory.js';
import { validMopyfile } from '../../validate/validate-text.js';

/** The hint about a context in which every file is there. */
async function hintFor(text: string, files: Readonly<Record<string, string>>): Promise<string | undefined> {
  return neighbourHint(await validMopyfile(`python: 3.13\n${text}\n`, files), contextOf(files));
}

it.each<[string, Readonly<Record<string, string>>, name: string, file: string, path: string]>([
  [
    'project: main.py',
    { 'main.py': 'import os, helper as h\n', 'helper.py': '' },
    'helper',
    'main.py',
    'helper.py',
  ],
  [
    'project: src/app',
    { 'src/app/main.py': 'from tools.x import y\n', 'src/tools/x.py': '' },
    'tools',
    'src/app/main.py',
    'src/tools',
  ],
  ['project: main.py', { 'main.py': 'import pkg\n', 'src/pkg/__init__.py': '' }, 'pkg', 'main.py', 'src/pkg'],
  [
    'project: [app/]\ncommand: uvicorn app.main:app',
    { 'app/main.py': 'from app.inner import db\n', 'app/inner.py': 'import settings\n', 'settings.py': '' },
    'settings',
    'app/inner.py',
    'settings.py',
  ],
  [
    'project: [app/]\ncommand: python -m app',
    { 'app/__init__.py': '', 'app/__main__.py': 'import common\n', 'common/__init__.py': '' },
    'common',
    'app/__main__.py',
    'common',
  ],
])('for %j with %j names %s', async (text, files, name, file, path) => {
  expect(await hintFor(text, files)).toBe(
    `if the import of \`${name}\` in ${file} failed: add \`${path}\`, which is in the build context, to \`project\``,
  );
});

it.each<[string, string, Readonly<Record<string, string>>]>([
  [
    'nothing that is copied',
    'project: [main.py, helper.py]',
    { 'main.py': 'import helper\n', 'helper.py': '' },
  ],
  ['nothing of a whole context', 'project: .', { 'main.py': 'import helper\n', 'helper.py': '' }],
  ['no module that is not there', 'project: main.py', { 'main.py': 'import helper\n' }],
  ['no relative import', 'project: main.py', { 'main.py': 'from .helper import x\n', 'helper.py': '' }],
  [
    'no import of a function',
    'project: main.py',
    { 'main.py': 'def f():\n  import helper\n', 'helper.py': '' },
  ],
  ['no file in place of a package', 'project: main.py', { 'main.py': 'import helper\n', helper: '' }],
  ['modules that import each other', 'project: .', { 'main.py': 'import a\n', 'a.py': 'import main\n' }],
  [
    'programs that are none of Python',
    'project: main.py\ncommand: sh x',
    { 'main.py': 'import a\n', 'a.py': '' },
  ],
  ['no project', 'command: python -m helper', { 'helper.py': '' }],
])('says %s', async (_name, text, files) => {
  expect(await hintFor(text, files)).toBeUndefined();
});
