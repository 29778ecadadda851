import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/compile.js';
import { folderContext } from '../../src/context/folder.js';
import { proposeMopyfile } from '../../src/init/init.js';

/** Each folder has a project and the Mopyfile that is expected for it. `UPDATE=1` writes those anew. */
const PROJECTS = new URL('.', import.meta.url).pathname;

const names = (await readdir(PROJECTS, { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Projects whose Mopyfile has errors that only their authors can correct. */
const INCOMPLETE: Readonly<Record<string, string>> = {
  'path-above': 'pip-path-outside',
  'requirements-editable-with-index': 'pip-editable',
};

describe('a Mopyfile for a project', () => {
  it.each(names)('%s', async (name) => {
    const expected = join(PROJECTS, name, 'Mopyfile.yaml');
    const context = folderContext(join(PROJECTS, name, 'project'));
    const { text } = await proposeMopyfile(context);
    if (process.env['UPDATE'] === '1') {
      await writeFile(expected, text);
    }
    expect(text).toBe(await readFile(expected, 'utf8'));
    const { diagnostics } = await check({ bytes: Buffer.from(text), filename: 'Mopyfile.yaml' }, context, {
      now: new Date('2026-06-01'),
      contextPath: 'Mopyfile.yaml',
    });
    const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    expect(errors).toEqual(INCOMPLETE[name] === undefined ? [] : [INCOMPLETE[name]]);
  });
});
