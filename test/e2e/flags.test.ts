import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages, runContainer } from '../support/engine.js';
import { exportBase, readConfig, temporaryFolder } from '../support/image.js';
import { mopy, type Result, run, shell, temporaryContext } from '../support/mopy.js';

const PROGRAM = 'import platform, sys\nprint("hello", platform.machine(), sys.maxsize > 2**32)\n';
const REGISTRY = () => process.env['MOPY_ENGINE_REGISTRY'];

let context: Awaited<ReturnType<typeof temporaryContext>>;
let out: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  context = await temporaryContext({
    'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.11\nproject: app/\n',
    'app/main.py': PROGRAM,
  });
  out = await temporaryFolder();
});
afterAll(async () => {
  await context.remove();
  await out.remove();
});

const path = (name: string) => join(out.path, name);

/** Builds the context. */
function build(...words: readonly string[]): Promise<Result> {
  return mopy(words, { cwd: context.folder });
}

/** Builds the context to an OCI tar, and answers its path and what was said. */
async function buildTar(name: string, ...words: readonly string[]): Promise<{ tar: string; log: string }> {
  const tar = path(name);
  const { exitCode, stderr } = await build('-progress=plain', '-o', `type=oci,dest=${tar}`, ...words);
  expect(exitCode, stderr).toBe(0);
  return { tar, log: stderr };
}

describe('where an image goes', () => {
  it('-push, with every tag, a label and metadata', async () => {
    const [first, second] = [`${REGISTRY()}/mopy-flags:1`, `${REGISTRY()}/mopy-flags:2`];
    const metadata = path('metadata.json');
    const words = ['-push', '-t', first, '-t', second, '-label=team=a "b", c=d', '-metadata-file', metadata];
    const { exitCode, stdout, stderr } = await build(...words);
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toContain(`pushed ${first}, ${second}`);
    const { 'containerimage.digest': digest } = JSON.parse(await readFile(metadata, 'utf8'));
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await runContainer(second)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^hello /),
    });
    await exportBase(`${first}@${digest}`, path('pushed.tar'));
    expect((await readConfig(path('pushed.tar'))).Labels).toMatchObject({ team: 'a "b", c=d' });
  });

  it('-load, streamed into what stands for docker', async () => {
    const programs = await temporaryFolder();
    const tar = path('loaded.tar');
    await writeFile(
      join(programs.path, 'docker'),
      `#!/bin/sh\ncase $1 in load) exec cat > '${tar}';; esac\n`,
    );
    await chmod(join(programs.path, 'docker'), 0o755);
    const env = { PATH: `${programs.path}:${process.env['PATH']}` };
    const { exitCode, stderr } = await mopy(['-load', '-t', 'loaded:1'], { cwd: context.folder, env });
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(/loaded loaded:1 into docker; run it with: docker run --rm loaded:1$/);
    const { stdout: manifest } = await run('tar', ['-xOf', tar, 'manifest.json']);
    expect(JSON.parse(manifest)).toMatchObject([{ RepoTags: [expect.stringMatching(/\bloaded:1$/)] }]);
    expect(await runContainer(tar)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^hello /) });
    await programs.remove();
  });

  it('-output of files, and of a tar on standard output', async () => {
    const folder = path('files');
    const { exitCode, stderr } = await build('-o', `type=local,dest=${folder}`);
    expect(exitCode, stderr).toBe(0);
    expect(await readFile(join(folder, 'home/nonroot/app/main.py'), 'utf8')).toBe(PROGRAM);
    const { stdout } = await shell('mopy -o type=tar | tar -t', { cwd: context.folder });
    expect(stdout).toMatch(/^home\/nonroot\/app\/main\.py$/m);
  });

  it('nowhere, which the last line says', async () => {
    const { exitCode, stderr } = await build('-progress', 'quiet');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /in the build cache alone; get it with -load, -push or -output type=oci,dest=image\.tar$/,
    );
  });
});

describe('how it is built', () => {
  it('-addr', async () => {
    const address = process.env['BUILDKIT_HOST'] ?? '';
    const env = { BUILDKIT_HOST: 'unix:///nowhere' };
    const words = ['-addr', address, '-o', `type=oci,dest=${path('addr.tar')}`];
    const { exitCode, stderr } = await mopy(words, { cwd: context.folder, env });
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain(`building with buildctl at ${address}`);
    expect(await mopy([], { cwd: context.folder, env })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/buildkitd at unix:\/\/\/nowhere does not answer: /),
    });
  });

  it('-cache-to and -cache-from', async () => {
    const reference = `${REGISTRY()}/mopy-flags:cache`;
    const local = path('cache');
    const words = [
      '-cache-to',
      `type=registry,ref=${reference},mode=max`,
      '-cache-to',
      `type=local,dest=${local}`,
    ];
    const exported = await buildTar('cache-to.tar', ...words);
    expect(exported.log).toMatch(/exporting cache to registry/i);
    expect(await readdir(local)).toContain('index.json');
    const imported = await buildTar(
      'cache-from.tar',
      '-cache-from',
      reference,
      '-cache-from',
      `type=local,src=${local}`,
    );
    expect(imported.log).toContain(`importing cache manifest from ${reference}`);
    expect(imported.log).toContain('importing cache manifest from local');
  });

  it('-no-cache and -pull', async () => {
    await buildTar('warm.tar');
    expect((await buildTar('cached.tar')).log).toMatch(/collect the interpreter CACHED/);
    const { log } = await buildTar('uncached.tar', '-no-cache', '-pull');
    expect(log).not.toMatch(/collect the interpreter CACHED/);
  });

  it('-progress=rawjson', async () => {
    const { exitCode, stderr } = await build('-progress=rawjson');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^\{"vertexes":/m);
  });

  it('words after --', async () => {
    const file = path('ref');
    const { exitCode, stderr } = await build('--', '--ref-file', file);
    expect(exitCode, stderr).toBe(0);
    expect(await readFile(file, 'utf8')).toMatch(/^\w+$/);
  });

  it('SOURCE_DATE_EPOCH', async () => {
    const tars = [
      await buildTar('epoch-1.tar', '-build-arg=SOURCE_DATE_EPOCH=1700000000', '-no-cache'),
      await buildTar('epoch-2.tar', '-build-arg=SOURCE_DATE_EPOCH=1700000000'),
    ];
    const indices = await Promise.all(tars.map(({ tar }) => run('tar', ['-xOf', tar, 'index.json'])));
    expect(indices[0]?.stdout).toContain('2023-11-14T22:13:20Z');
    expect(indices[1]?.stdout).toBe(indices[0]?.stdout);
  });

  it('-dry-run, whose line builds when it is typed', async () => {
    const tar = path('dry.tar');
    const { stdout } = await build('-dry-run', '-o', `type=oci,dest=${tar}`, '-progress', 'plain');
    const { exitCode, stderr } = await shell(stdout, { cwd: context.folder });
    expect(exitCode, stderr).toBe(0);
    expect(await runContainer(tar)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^hello /) });
  });
});

describe('what the image is', () => {
  it.each([
    ['-build-context', (replacement: string) => ({ words: ['-build-context', replacement], env: {} })],
    [
      'MOPY_BUILD_CONTEXTS',
      (replacement: string) => ({ words: [], env: { MOPY_BUILD_CONTEXTS: replacement } }),
    ],
  ])('%s replaces a base image', async (_name, how) => {
    const base = await temporaryContext({
      Dockerfile: 'FROM python:3.11-slim\nRUN touch /usr/local/lib/python3.11/replaced.py\n',
    });
    const reference = `${REGISTRY()}/mopy-flags:base`;
    const locals = ['context', 'dockerfile'].flatMap((name) => ['--local', `${name}=${base.folder}`]);
    const output = ['--output', `type=image,name=${reference},push=true`];
    const pushed = await run('buildctl', ['build', '--frontend', 'dockerfile.v0', ...locals, ...output]);
    expect(pushed.exitCode, pushed.stderr).toBe(0);
    const { words, env } = how(`python:3.11-slim=docker-image://${reference}`);
    const folder = path(`replaced-${words.length}`);
    const { exitCode, stderr } = await mopy(['-o', `type=local,dest=${folder}`, ...words], {
      cwd: context.folder,
      env,
    });
    expect(exitCode, stderr).toBe(0);
    expect(await readdir(join(folder, 'usr/local/lib/python3.11'))).toContain('replaced.py');
    await base.remove();
  });

  describe('for other platforms', () => {
    beforeAll(() => ensureImages('python:3.11@386'));

    it('-platform of one', async () => {
      const { tar, log } = await buildTar('386.tar', '-platform', 'linux/386');
      expect(log).toMatch(/warning\[slim-platform\]/);
      expect(await runContainer(tar)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/False$/) });
    });

    it('-platform of two', async () => {
      const reference = `${REGISTRY()}/mopy-flags:several`;
      const { exitCode, stderr } = await build(
        '-platform',
        'linux/amd64,linux/386',
        '-push',
        '-t',
        reference,
      );
      expect(exitCode, stderr).toBe(0);
      const response = await fetch(`http://${REGISTRY()}/v2/mopy-flags/manifests/several`, {
        headers: { accept: 'application/vnd.oci.image.index.v1+json' },
      });
      const { manifests } = (await response.json()) as {
        readonly manifests: readonly { readonly platform: { readonly architecture: string } }[];
      };
      const platforms = manifests.map(({ platform }) => platform.architecture);
      expect(platforms.filter((name) => name !== 'unknown').sort()).toEqual(['386', 'amd64']);
    });
  });
});

it('ends an interrupted build with buildctl, which says so', async () => {
  const slow = await temporaryContext({
    'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.11\npip: [./slow/]\n',
    'slow/setup.py': 'import time\ntime.sleep(600)\n',
  });
  const bin = new URL('../../bin/mopy.js', import.meta.url).pathname;
  const running = execa(process.execPath, [bin, '-progress=rawjson'], { cwd: slow.folder, reject: false });
  let shown = '';
  running.stderr.on('data', (chunk) => {
    shown += chunk;
    if (shown.includes('with pip","started"')) {
      running.kill('SIGINT');
    }
  });
  const { exitCode, stderr } = await running;
  expect(exitCode, stderr).toBe(130);
  expect(stderr).toMatch(/context canceled/);
  await slow.remove();
});
