import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { ensureImages } from '../support/engine.js';
import { buildImage, evaluate, temporaryFolder } from '../support/image.js';
import { localPackage } from '../support/local-packages.js';
import { mopy, temporaryContext } from '../support/mopy.js';
import { buildWithMopy } from '../support/progress-builds.js';
import { stepsThatRan } from '../support/steps.js';

const LOCK = readFileSync(fileURLToPath(new URL('../samples/lock-file/uv.lock', import.meta.url)), 'utf8');

/** The project of the lock, with a package that the lock does not have and one of its own versions beside it. */
const files = {
  'Mopyfile.yaml': `python: 3.11
pip:
  - {lock: ./uv.lock, extras: [web], groups: [prod]}
  - click
  - .
  - docopt==0.6.2
`,
  'uv.lock': LOCK,
  'pyproject.toml': `[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "app"
version = "0.1.0"
dependencies = ["idna", "member"]
[tool.setuptools]
py-modules = ["app"]
`,
  'app.py': '',
  ...localPackage('member', 'member'),
};

/** The version for this Python: of several it is the last. */
function locked(name: string): string {
  const versions = [...LOCK.matchAll(new RegExp(`name = "${name}"\\nversion = "(.*)"`, 'g'))];
  return versions.at(-1)?.[1] ?? 'none';
}

beforeAll(() => ensureImages('python:3.11'));

describe('a project with its lock file', () => {
  const built = builtImage(files);

  it('is installed with the versions of the lock, and nothing else', async () => {
    const distributions =
      'sorted((d.metadata["Name"], d.version) for d in importlib.metadata.distributions())';
    expect(await evaluate(built.tar, distributions, ['importlib.metadata'])).toEqual([
      ['app', '0.1.0'],
      ['click', locked('click')],
      ['docopt', '0.6.2'],
      ['idna', locked('idna')],
      ['member', '1.0'],
      ['tomli', locked('tomli')],
    ]);
  });

  it('has modules of all of them', async () => {
    const modules = ['app', 'click', 'docopt', 'idna', 'member', 'tomli'];
    expect(await evaluate(built.tar, 'member.NAME', modules)).toBe('member');
  });
});

/** The archives of a package in the lock, as pip has them in a file. */
function hashed(name: string): string {
  const version = locked(name);
  const at = LOCK.indexOf(`name = "${name}"\nversion = "${version}"`);
  const hashes = LOCK.slice(at, LOCK.indexOf('[[package]]', at)).matchAll(/sha256:[0-9a-f]{64}/g);
  return `${name}==${version}${[...hashes].map(([hash]) => ` \\\n    --hash=${hash}`).join('')}\n`;
}

describe('a requirements file with hashes', () => {
  const built = builtImage({
    ...files,
    'Mopyfile.yaml': 'python: 3.11\npip: [./requirements.txt, idna, docopt==0.6.2]\n',
    // What `uv export` writes for the project and a member of its workspace.
    'requirements.txt': `# made by a tool\n-e .\n-e ./member\n${hashed('idna')}${hashed('click')}    # via app\n`,
  });

  it('stands beside projects and entries without hashes', async () => {
    const distributions =
      'sorted((d.metadata["Name"], d.version) for d in importlib.metadata.distributions())';
    expect(await evaluate(built.tar, distributions, ['importlib.metadata'])).toEqual([
      ['app', '0.1.0'],
      ['click', locked('click')],
      ['docopt', '0.6.2'],
      ['idna', locked('idna')],
      ['member', '1.0'],
    ]);
    expect(await evaluate(built.tar, 'member.NAME', ['app', 'member'])).toBe('member');
  });
});

it('a change of a source installs the projects again, and nothing else', async () => {
  const context = await temporaryContext(files);
  onTestFinished(() => context.remove());
  const steps = async (source: string) => {
    await writeFile(join(context.folder, 'app.py'), source);
    return stepsThatRan(await buildWithMopy(context.folder, [])).filter((step) => step.includes('pip'));
  };
  await steps(`# ${randomUUID()}\n`);
  expect(await steps(`# ${randomUUID()}\n`)).toEqual(['build: install ./member, . with pip']);
});

/** What a build of the project says that fails, with other files in place of its own. */
async function failureOf(replaced: Readonly<Record<string, string>>): Promise<string> {
  const output = await temporaryFolder();
  const context = await temporaryContext({ ...files, ...replaced });
  const { exitCode, stderr } = await mopy(['-output', `type=oci,dest=${output.path}/image.tar`], {
    cwd: context.folder,
  });
  await Promise.all([context.remove(), output.remove()]);
  expect(exitCode).toBe(1);
  return stderr;
}

it('another archive than the locked one fails the build at the entry', async () => {
  const stderr = await failureOf({
    'Mopyfile.yaml': 'python: 3.11\npip:\n  - ./uv.lock\n',
    'uv.lock': LOCK.replaceAll(/sha256:[0-9a-f]{64}/g, `sha256:${'0'.repeat(64)}`),
  });
  expect(stderr).toContain('THESE PACKAGES DO NOT MATCH THE HASHES');
  expect(stderr).toMatch(/>>> +- \.\/uv\.lock/);
});

it('a file with hashes that lacks a dependency fails the build at the entry', async () => {
  const flask =
    'flask==3.0.3 --hash=sha256:34e815dfaa43340d1d15a5c3a02b8476004037eb4840b34910c6e21679d288f3\n';
  const stderr = await failureOf({
    'Mopyfile.yaml': 'python: 3.11\npip:\n  - docopt==0.6.2\n  - ./requirements.txt\n',
    'requirements.txt': flask,
  });
  expect(stderr).toContain('In --require-hashes mode, all requirements must have their versions pinned');
  expect(stderr).toMatch(/>>> +- \.\/requirements\.txt/);
});

it('a project needs no copy of itself for its dependencies and groups', async () => {
  const output = await temporaryFolder();
  const context = await temporaryContext({
    'Mopyfile.yaml': 'python: 3.11\npip:\n  - {lock: ./pyproject.toml, groups: [prod]}\n',
    'pyproject.toml': `${files['pyproject.toml'].replace(', "member"', '')}[dependency-groups]\nprod = ["docopt==0.6.2"]\n`,
  });
  onTestFinished(async () => {
    await Promise.all([context.remove(), output.remove()]);
  });
  const tar = join(output.path, 'image.tar');
  await buildImage(context.folder, tar);
  const names = 'sorted(d.metadata["Name"] for d in importlib.metadata.distributions())';
  expect(await evaluate(tar, names, ['importlib.metadata'])).toEqual(['docopt', 'idna']);
});
