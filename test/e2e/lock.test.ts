import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { ensureImages, runContainer } from '../support/engine.js';
import { buildImage, evaluate, temporaryFolder } from '../support/image.js';
import { hashed, LOCKED_PROJECT, locked } from '../support/locked-project.js';
import { temporaryContext } from '../support/mopy.js';
import { buildWithMopy } from '../support/progress-builds.js';
import { stepsThatRan } from '../support/steps.js';

/** A program with its lock of version 2.0. */
const POETRY_1 = fileURLToPath(new URL('../init/poetry-lock/project', import.meta.url));

beforeAll(() => ensureImages('python:3.11'));

describe('a project with its lock file', () => {
  const built = builtImage(LOCKED_PROJECT);

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

describe('a project that poetry 1 has locked', () => {
  const project = (name: string) => readFileSync(join(POETRY_1, name), 'utf8');
  const built = builtImage({
    'Mopyfile.yaml': `python: 3.11
pip: [{lock: ./poetry.lock, groups: [dev]}]
project: [app.py]
command: gunicorn --check-config app:app
`,
    'app.py': project('app.py'),
    'poetry.lock': project('poetry.lock'),
    'pyproject.toml': project('pyproject.toml'),
  });

  it('is installed with the versions of the lock, and its program imports them', async () => {
    const versions =
      'dict(sorted((d.metadata["Name"].lower(), d.version) for d in importlib.metadata.distributions()))';
    const program = `import json, importlib.metadata, app\nprint(json.dumps(${versions}))`;
    const { exitCode, stdout, stderr } = await runContainer(built.tar, ['python', '-c', program]);
    expect(exitCode, stderr).toBe(0);
    const entries = [...project('poetry.lock').matchAll(/^name = "(.*)"\nversion = "(.*)"$/gm)];
    expect(JSON.parse(stdout)).toEqual(
      Object.fromEntries(entries.map(([, name, version]) => [name, version])),
    );
  });

  it('starts', async () => {
    const { exitCode, stderr } = await runContainer(built.tar, []);
    expect(exitCode, stderr).toBe(0);
  });
});

describe('a requirements file with hashes', () => {
  const built = builtImage({
    ...LOCKED_PROJECT,
    'Mopyfile.yaml': 'python: 3.11\npip: [./requirements.txt, idna, docopt==0.6.2]\n',
    // The output of `uv export` for the project and a member of its workspace.
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
  const context = await temporaryContext(LOCKED_PROJECT);
  onTestFinished(() => context.remove());
  const steps = async (source: string) => {
    await writeFile(join(context.folder, 'app.py'), source);
    return stepsThatRan(await buildWithMopy(context.folder, [])).filter((step) => step.includes('pip'));
  };
  await steps(`# ${randomUUID()}\n`);
  expect(await steps(`# ${randomUUID()}\n`)).toEqual(['build: install ./member, . with pip']);
});

it('a project needs no copy of itself for its dependencies and groups', async () => {
  const output = await temporaryFolder();
  const context = await temporaryContext({
    'Mopyfile.yaml': 'python: 3.11\npip:\n  - {lock: ./pyproject.toml, groups: [prod]}\n',
    'pyproject.toml': `${LOCKED_PROJECT['pyproject.toml'].replace(', "member"', '')}[dependency-groups]\nprod = ["docopt==0.6.2"]\n`,
  });
  onTestFinished(async () => {
    await Promise.all([context.remove(), output.remove()]);
  });
  const tar = join(output.path, 'image.tar');
  await buildImage(context.folder, tar);
  const names = 'sorted(d.metadata["Name"] for d in importlib.metadata.distributions())';
  expect(await evaluate(tar, names, ['importlib.metadata'])).toEqual(['docopt', 'idna']);
});
