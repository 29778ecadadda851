import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildctl,
  buildFrontendImage,
  frontendBuild,
  frontendReference,
  readProgress,
  uncachedSteps,
} from '../support/frontend.js';
import { readConfig, temporaryFolder } from '../support/image.js';
import { temporaryContext } from '../support/mopy.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/hello-world', import.meta.url));

let folder: { readonly path: string; remove(): Promise<void> };
beforeAll(async () => {
  await buildFrontendImage();
  folder = await temporaryFolder();
});
afterAll(() => folder?.remove());

/** The config of an image built with these options. */
async function configOf(name: string, options: readonly string[], context = EXAMPLE) {
  const tar = join(folder.path, `${name}.tar`);
  const { exitCode, stderr } = await frontendBuild(context, options, [`--output=type=oci,dest=${tar}`]);
  expect(exitCode, stderr).toBe(0);
  return readConfig(tar);
}

describe('options', () => {
  it('label an image', async () => {
    const { Labels } = await configOf('labels', ['label:a=1', 'label:mopy.version=mine']);
    expect(Labels).toMatchObject({ a: '1', 'mopy.version': 'mine', 'moby.buildkit.frontend': 'mopy' });
  });

  it('choose a stage, whose image keeps the config of its base', async () => {
    const config = await configOf('target', ['target=interpreter', 'label:a=1']);
    expect(config.Labels).toEqual({ a: '1' });
    expect(config.Cmd).toEqual(['python3']);
    expect(config.Entrypoint).toBeUndefined();
    expect(config.Env).toContain('PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin');
  });

  it('know no other stage', async () => {
    const { exitCode, stderr } = await frontendBuild(EXAMPLE, ['target=nope']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('there is no build stage "nope"; the stages are programs, scripts, ');
  });

  it('run the steps of one stage again', async () => {
    await frontendBuild(EXAMPLE);
    const build = await frontendBuild(EXAMPLE, ['no-cache=project'], ['--progress=rawjson']);
    expect(uncachedSteps(build)).toContain('[project 1/1] copy app');
  });

  it('that nothing reads are told of', async () => {
    const { exitCode, stderr } = await frontendBuild(
      EXAMPLE,
      ['build-arg:COLOUR=red'],
      ['--progress=rawjson'],
    );
    expect(exitCode, stderr).toBe(0);
    expect(readProgress(stderr).warnings).toEqual(['the build argument COLOUR is not used']);
  });

  it('that mean nothing are errors', async () => {
    const { exitCode, stderr } = await frontendBuild(EXAMPLE, ['platform=windows/amd64']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('there are no Python images for the platform "windows/amd64"');
  });

  it('reach the steps', async () => {
    const context = await temporaryContext({
      'Mopyfile.yaml': 'python: 3.11\npip: [./probe/]\n',
      'probe/pyproject.toml':
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
      'probe/backend.py': [
        'import os, resource, socket',
        'raise SystemExit(" ".join(["SEEN", socket.gethostname(), socket.gethostbyname("somewhere"),',
        '  os.environ["https_proxy"], str(resource.getrlimit(resource.RLIMIT_NOFILE)[0])]))',
      ].join('\n'),
    });
    const options = [
      'hostname=box',
      'add-hosts=somewhere=10.9.8.7',
      'build-arg:https_proxy=http://p',
      'ulimit=nofile=321',
    ];
    const { exitCode, stderr } = await frontendBuild(context.folder, options);
    await context.remove();
    expect(exitCode).toBe(1);
    expect(stderr).toContain('SEEN box 10.9.8.7 http://p 321');
  });

  it('date the result', async () => {
    const out = join(folder.path, 'dated');
    const words = [`--output=type=oci,dest=${out},tar=false`];
    const build = await frontendBuild(EXAMPLE, ['build-arg:SOURCE_DATE_EPOCH=1700000000'], words);
    expect(build.exitCode, build.stderr).toBe(0);
    const read = async (path: string) => JSON.parse(await readFile(join(out, path), 'utf8'));
    const blob = ({ digest }: { readonly digest: string }) => read(`blobs/${digest.replace(':', '/')}`);
    const manifest = await blob((await read('index.json')).manifests[0]);
    expect(await blob(manifest.config)).toMatchObject({ created: '2023-11-14T22:13:20Z' });
  });
});

describe('a base image', () => {
  it('is replaced by a named context', async () => {
    const context = await temporaryContext({
      Dockerfile: 'FROM python:3.11-slim\nRUN touch /usr/local/lib/python3.11/marker.py\n',
    });
    const reference = `${process.env['MOPY_ENGINE_REGISTRY']}/own-python:test`;
    const push = `--output=type=image,name=${reference},push=true`;
    expect((await buildctl('dockerfile.v0', context.folder, [], [push])).exitCode).toBe(0);
    const out = join(folder.path, 'named');
    const option = `context:python:3.11-slim=docker-image://${reference}`;
    const build = await frontendBuild(EXAMPLE, [option], [`--output=type=local,dest=${out}`]);
    await context.remove();
    expect(build.exitCode, build.stderr).toBe(0);
    await writeFile(join(out, 'usr/local/lib/python3.11/marker.py'), '', { flag: 'r+' });
  });

  it('is replaced by a folder', async () => {
    const base = await temporaryContext({ 'etc/mine': 'x', '.dockerignore': 'left-out\n', 'left-out': 'x' });
    const out = join(folder.path, 'local-base');
    const name = 'gcr.io/distroless/static-debian13:nonroot';
    const build = await frontendBuild(
      EXAMPLE,
      [`context:${name}::linux/amd64=local:base`],
      [`--local=base=${base.folder}`, `--output=type=local,dest=${out}`],
    );
    await base.remove();
    expect(build.exitCode, build.stderr).toBe(0);
    await writeFile(join(out, 'etc/mine'), '', { flag: 'r+' });
    await expect(writeFile(join(out, 'left-out'), '', { flag: 'r+' })).rejects.toThrow('ENOENT');
  });

  it('that is not there is named', async () => {
    const { exitCode, stderr } = await frontendBuild(EXAMPLE, [
      'context:python:3.11-slim=docker-image://nowhere:1',
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('nowhere:1 for linux/amd64: ');
    expect(stderr).toContain('>>> python: 3.11');
  });
});

describe('questions', () => {
  it.each<[string, RegExp]>([
    ['frontend.subrequests.describe', /^outline +1\.0\.0 /m],
    ['frontend.outline', /^TARGET: +final$/m],
    ['frontend.targets', /^final \(default\) /m],
  ])('%s has an answer', async (request, expected) => {
    const { exitCode, stdout } = await frontendBuild(EXAMPLE, [`requestid=${request}`]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(expected);
  });

  it('frontend.lint shows warnings and errors with their lines', async () => {
    const context = await temporaryContext({
      'Mopyfile.yaml':
        'python: 3.11\nindices: [{url: "https://ada:secret@example.org/simple"}]\nprojekt: app\n',
    });
    const { exitCode, stdout } = await frontendBuild(context.folder, ['requestid=frontend.lint']);
    await context.remove();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Mopyfile.yaml:2:');
    expect(stdout).toContain('warning[index-credentials]');
    expect(stdout).toContain('error[unknown-key]');
    expect(stdout).toContain('***');
    expect(stdout).not.toContain('secret@');
  });

  it.each<[string, number]>([
    ['error=true', 1],
    ['error=true;skip=missing-syntax', 0],
  ])('about what fails a build are answered by BUILDKIT_DOCKERFILE_CHECK: %s', async (check, expected) => {
    const context = await temporaryContext({ 'Mopyfile.yaml': 'python: 3.11\n' });
    const option = `build-arg:BUILDKIT_DOCKERFILE_CHECK=${check}`;
    const { exitCode, stderr } = await frontendBuild(context.folder, [option]);
    await context.remove();
    expect(exitCode, stderr).toBe(expected);
    const reason = 'BUILDKIT_DOCKERFILE_CHECK makes errors of warnings: missing-syntax';
    expect(stderr.includes(reason)).toBe(expected === 1);
  });

  it('frontend.lint has nothing to say about the example', async () => {
    const { stdout } = await frontendBuild(EXAMPLE, ['requestid=frontend.lint']);
    expect(stdout).toBe('');
  });

  it('that are unknown are errors', async () => {
    const { exitCode, stderr } = await frontendBuild(EXAMPLE, ['requestid=frontend.other']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('a Mopyfile has no answer to frontend.other');
  });
});

describe('an error', () => {
  const mopyfile = (first: string, rest: string) => `${first}\npython: 3.11\n${rest}`;
  const ways = ['gateway.v0', 'dockerfile.v0'] as const;

  async function failingBuild(way: (typeof ways)[number], rest: string): Promise<string> {
    const first = `#syntax=${frontendReference()}`;
    const context = await temporaryContext({ 'Mopyfile.yaml': mopyfile(first, rest) });
    const { exitCode, stderr } =
      way === 'gateway.v0'
        ? await frontendBuild(context.folder)
        : await buildctl(way, context.folder, ['filename=Mopyfile.yaml']);
    await context.remove();
    expect(exitCode).toBe(1);
    return stderr;
  }

  it.each(ways)('of the Mopyfile is shown at its lines through %s', async (way) => {
    const stderr = await failingBuild(
      way,
      'pyton: 3\npip: ["a ==", "git+https://ada:secret@example.org/x"]\n',
    );
    expect(stderr).toContain('   3 | >>> pyton: 3');
    expect(stderr).toContain('>>> pip: ["a ==", "git+https://***@example.org/x"]');
    expect(stderr).toContain('Mopyfile.yaml:3: `pyton` is not a key of a Mopyfile [unknown-key]');
    expect(stderr).toContain('did you mean `python`?');
    expect(stderr).not.toContain('secret');
    expect(stderr.indexOf('>>> pyton')).toBeLessThan(stderr.indexOf('>>> pip'));
  });

  it.each(ways)('among thousands in a long Mopyfile is shown through %s', async (way) => {
    const comments = `# ${'x'.repeat(98)}\n`.repeat(9000);
    const stderr = await failingBuild(way, `pip:\n${'  - a ==\n'.repeat(5000)}${comments}`);
    expect(stderr).toContain('   4 | >>>   - a ==');
    expect(stderr).toMatch(/^and \d+ more$/m);
  });

  it.each(ways)('of a step is shown at its lines through %s', async (way) => {
    const stderr = await failingBuild(
      way,
      'pip:\n  - ./nothing-but.whl\n  - mopy-no-such-package @ http://127.0.0.1:9/x.whl\n',
    );
    expect(stderr).toContain('>>>   - ./nothing-but.whl');
  });

  it('of a dependency is shown at its line', async () => {
    const stderr = await failingBuild(
      'gateway.v0',
      'pip:\n  - http://127.0.0.1:9/mopy_none-1-py3-none-any.whl\nlabels: {a: b}\n',
    );
    expect(stderr).toContain('>>>   - http://127.0.0.1:9/mopy_none-1-py3-none-any.whl');
    expect(stderr).not.toContain('>>> labels');
    expect(stderr).toMatch(/error: failed to solve: process .* did not complete successfully/);
  });
});
