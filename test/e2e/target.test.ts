import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runContainer } from '../support/engine.js';
import { readConfig } from '../support/image.js';
import { mopy, type Result, shell, temporaryContext } from '../support/mopy.js';
import { buildDockerfile } from '../support/progress-builds.js';

let folder: string;
let out: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  const context = await temporaryContext({
    'app/Mopyfile.yaml': 'python: 3.11\npip: [six]\nproject: main.py\n',
    'app/main.py': 'import six\nprint(six.PY3)\n',
  });
  folder = join(context.folder, 'app');
  out = join(context.folder, 'out');
  remove = context.remove;
  await mkdir(out);
});
afterAll(() => remove());

const SHELL = ['/bin/sh', '-c', '/opt/venv/bin/python -c "import six; print(six.PY3)" && gcc --version'];

async function expectBuildStage(tar: string): Promise<void> {
  expect(await runContainer(tar, SHELL)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^True\ngcc /),
  });
  const { Cmd, Entrypoint, User = '' } = await readConfig(tar);
  expect({ Entrypoint, User }).toEqual({ Entrypoint: undefined, User: '' });
  expect(Cmd ?? ['python3']).toEqual(['python3']);
}

function build(words: readonly string[]): Promise<Result> {
  return mopy(words, { cwd: folder });
}

it('builds a stage with a shell, by mopy itself', async () => {
  const tar = join(out, 'mopy.tar');
  const { exitCode, stderr } = await build(['-target', 'build', '-output', `type=oci,dest=${tar}`]);
  expect(exitCode, stderr).toBe(0);
  await expectBuildStage(tar);
});

it('builds it by LLB and the configuration beside it', async () => {
  const tar = join(out, 'llb.tar');
  const output = `"type=oci,dest=${tar},$(mopy -image-config -target build)"`;
  const line = `mopy -llb -target build | buildctl build --local context=. --output ${output}`;
  const { exitCode, stderr } = await shell(line, { cwd: folder });
  expect(exitCode, stderr).toBe(0);
  await expectBuildStage(tar);
});

it('builds it by a Dockerfile that ends there', async () => {
  const tar = join(out, 'dockerfile.tar');
  const files = join(out, 'dockerfile');
  await mkdir(files);
  const { exitCode, stderr } = await build([
    '-dockerfile',
    '-target',
    'build',
    '-out',
    `${files}/Dockerfile`,
  ]);
  expect(exitCode, stderr).toBe(0);
  await buildDockerfile(files, folder, ['--output', `type=oci,dest=${tar}`]);
  await expectBuildStage(tar);
});

it('builds a stage as it was before its last step', async () => {
  const tar = join(out, 'before.tar');
  const whole = await build(['-target', 'build', '-progress', 'plain', '-output', `type=oci,dest=${tar}`]);
  const [, number = '', title] = /\[build +(\d+)\/\d+\] (install six with pip)/.exec(whole.stderr) ?? [];
  expect(title, whole.stderr).toBeDefined();
  const words = ['-target', `build:${Number(number) - 1}`, '-output', `type=oci,dest=${tar}`];
  const { exitCode, stderr } = await build(words);
  expect(exitCode, stderr).toBe(0);
  const imported = await runContainer(tar, [
    '/bin/sh',
    '-c',
    '/opt/venv/bin/python -c "import six"; pip --version',
  ]);
  expect(imported).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("No module named 'six'") });
});

it('lists the stages when a name means none', async () => {
  const { exitCode, stderr } = await build(['-target', 'biuld']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    'there is no build stage "biuld"; the stages are programs, scripts, requirements, ',
  );
});
