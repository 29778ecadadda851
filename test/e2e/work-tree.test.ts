import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it, onTestFinished } from 'vitest';
import { buildImage, evaluate } from '../support/image.js';
import { mopy, temporaryContext } from '../support/mopy.js';

/** The author of the commits. */
const AUTHOR = ['-c', 'user.name=author', '-c', 'user.email=author@example.org'];

const SETUPTOOLS_SCM =
  '[build-system]\nrequires = ["setuptools>=64", "setuptools-scm>=8,<9"]\nbuild-backend = "setuptools.build_meta"\n' +
  '[project]\nname = "kiln"\ndynamic = ["version"]\n[tool.setuptools]\npy-modules = ["kiln"]\n[tool.setuptools_scm]\n';
const HATCH_VCS =
  '[build-system]\nrequires = ["hatchling", "hatch-vcs"]\nbuild-backend = "hatchling.build"\n' +
  '[project]\nname = "kiln"\ndynamic = ["version"]\n[tool.hatch.version]\nsource = "vcs"\n' +
  '[tool.hatch.build.targets.wheel]\ninclude = ["kiln.py"]\n';

/** A checkout of version 1.4.0, without what the ignore file leaves out. */
async function checkout(files: Readonly<Record<string, string>>): Promise<string> {
  const context = await temporaryContext({
    'Mopyfile.yaml': 'python: 3.11\npip: [.]\n',
    'docs/index.md': 'kiln\n',
    'kiln.py': 'NAME = "kiln"\n',
    ...files,
  });
  onTestFinished(() => context.remove());
  const git = (...words: string[]) => execa('git', ['-C', context.folder, ...AUTHOR, ...words]);
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'first');
  await git('tag', '--annotate', '--message', 'v1.4.0', 'v1.4.0');
  return context.folder;
}

async function versionIn(folder: string): Promise<unknown> {
  const tar = join(folder, 'image.tar');
  await buildImage(folder, tar);
  return evaluate(tar, 'importlib.metadata.version("kiln")', ['importlib.metadata']);
}

it.each([
  ['setuptools-scm: a clean tree at a tag has its version', SETUPTOOLS_SCM, [], '1.4.0'],
  [
    'setuptools-scm: a changed file is a change',
    SETUPTOOLS_SCM,
    ['kiln.py'],
    expect.stringMatching(/^1\.4\.1\.dev0\+/),
  ],
  ['hatch-vcs: a clean tree at a tag has its version', HATCH_VCS, [], '1.4.0'],
] as const)('%s', async (_name, project, changed, version) => {
  const folder = await checkout({ 'pyproject.toml': project, '.dockerignore': 'docs\n' });
  for (const path of changed) {
    await execa('sh', ['-c', 'echo "AGE = 1" >> "$0"', join(folder, path)]);
  }
  expect(await versionIn(folder)).toEqual(version);
});

it('tells a project without an ignore file which line gives it its version', async () => {
  const folder = await checkout({ 'pyproject.toml': SETUPTOOLS_SCM });
  const { stderr } = await mopy(['-check'], { cwd: folder });
  expect(stderr).toContain('warning[pip-version-from-git]');
  const [, line = ''] = /let it in with a line `([^`]*)`/.exec(stderr) ?? [];
  await writeFile(join(folder, '.dockerignore'), `${line}\n`);
  expect(await versionIn(folder)).toBe('1.4.0');
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
