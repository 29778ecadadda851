import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it, onTestFinished } from 'vitest';
import { buildImage, evaluate } from '../support/image.js';
import { temporaryContext } from '../support/mopy.js';

/** The author of the commits. */
const AUTHOR = ['-c', 'user.name=author', '-c', 'user.email=author@example.org'];

it.each([
  ['a clean tree at a tag has its version', [], '1.4.0'],
  ['a changed file is a change', ['kiln.py'], expect.stringMatching(/^1\.4\.1\.dev0\+/)],
] as const)('%s', async (_name, changed, version) => {
  const context = await temporaryContext({
    'Mopyfile.yaml': 'python: 3.11\npip: [.]\n',
    '.dockerignore': 'docs\n',
    'docs/index.md': 'kiln\n',
    'pyproject.toml':
      '[build-system]\nrequires = ["setuptools>=64", "setuptools-scm>=8,<9"]\nbuild-backend = "setuptools.build_meta"\n' +
      '[project]\nname = "kiln"\ndynamic = ["version"]\n[tool.setuptools]\npy-modules = ["kiln"]\n[tool.setuptools_scm]\n',
    'kiln.py': 'NAME = "kiln"\n',
  });
  onTestFinished(() => context.remove());
  const git = (...words: string[]) => execa('git', ['-C', context.folder, ...AUTHOR, ...words]);
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'first');
  await git('tag', '--annotate', '--message', 'v1.4.0', 'v1.4.0');
  for (const path of changed) {
    await execa('sh', ['-c', 'echo "AGE = 1" >> "$0"', join(context.folder, path)]);
  }
  const tar = join(context.folder, 'image.tar');
  await buildImage(context.folder, tar);
  expect(await evaluate(tar, 'importlib.metadata.version("kiln")', ['importlib.metadata'])).toEqual(version);
});
