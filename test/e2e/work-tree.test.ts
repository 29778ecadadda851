import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it, onTestFinished } from 'vitest';
import { buildImage, evaluate } from '../support/image.js';
import { mopy, temporaryContext } from '../support/mopy.js';

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

it('names the files that a project mentions and the build was not given', async () => {
  const context = await temporaryContext({
    'Mopyfile.yaml': 'python: 3.11\npip: [./lib]\n',
    '.dockerignore': '*.md\n**/*.md\n',
    VERSION: '1.0\n',
    'lib/README.md': 'kiln\n',
    'lib/pyproject.toml':
      '[build-system]\nrequires = ["setuptools>=64"]\nbuild-backend = "setuptools.build_meta"\n' +
      '[project]\nname = "kiln"\nreadme = "README.md"\ndynamic = ["version"]\n',
    'lib/setup.py': 'from setuptools import setup\n\nsetup(version=open("../VERSION").read())\n',
  });
  onTestFinished(() => context.remove());
  const { exitCode, stderr } = await mopy(['-o', 'type=oci,dest=image.tar'], { cwd: context.folder });
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    'note: lib/pyproject.toml mentions README.md, which the build was not given: it is not there, or the ignore rules leave it out',
  );
  expect(stderr).toContain(
    'note: lib/setup.py mentions ../VERSION, which the build was not given: `pip` gives it the folders that it lists alone',
  );
  expect(stderr).toContain('2 | >>> pip: [./lib]');
});
