import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FLAGS } from '../../src/cli/command-line/flags.js';
import { main } from '../../src/cli.js';
import { VERSION } from '../../src/version.js';
import { type FakeIoOptions, fakeIo } from './fake-io.js';

const MOPYFILE = '#syntax=mopy/mopy:1\npython: 3.13\n';
const PROJECT = `${MOPYFILE}project: main.py\n`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mopy-main-'));
  await writeFile(join(folder, '.dockerignore'), '.git\n');
  await writeFile(join(folder, 'main.py'), '');
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a command line on a Mopyfile that comes on standard input, with a folder of its own as context. */
async function run(words: readonly string[], options: FakeIoOptions = {}) {
  const io = fakeIo({ stdin: MOPYFILE, ...options });
  const exitCode = await main(['-filename=-', ...words, folder], io);
  return { exitCode, ...io.written };
}

describe('artefacts', () => {
  it('writes a Dockerfile and nothing else', async () => {
    const { exitCode, stdout, stderr } = await run(['-dockerfile']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^#[\s\S]*\nFROM python:3\.13-slim AS interpreter\n[\s\S]*\n$/);
  });

  it('writes the image config as one quoted attribute', async () => {
    const [attribute, json] = [await run(['-image-config']), await run(['-image-config=json'])];
    const config = JSON.parse(json.stdout);
    expect(config).toMatchObject({ architecture: 'amd64', os: 'linux', config: { User: '65532:65532' } });
    expect(attribute.stdout).toBe(`"containerimage.config=${json.stdout.trim().replaceAll('"', '""')}"\n`);
  });

  it('writes LLB and says what it lacks', async () => {
    const { exitCode, stdout, stderr } = await run(['-llb']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('docker-image://docker.io/library/python:3.13-slim');
    expect(stderr).toMatch(/^warning: LLB holds no image config/);
    expect(stderr).toContain(
      `buildctl build --local context=${folder} --output "type=docker,name=NAME,$(mopy -image-config -filename - ${folder})"`,
    );
  });

  it('says what makes the image config that goes with the LLB', async () => {
    const { stderr } = await run(['-llb', '-platform=arm64', '-build-arg=SOURCE_DATE_EPOCH=1']);
    expect(stderr).toContain(' --opt build-arg:SOURCE_DATE_EPOCH=1 --output ');
    expect(stderr).toContain(`$(mopy -image-config -platform linux/arm64 -filename - ${folder})`);
  });

  it.each(['-llb', '-dockerfile'])('says what the builder has to be given (%s)', async (emitter) => {
    const stdin = `${MOPYFILE}pip:\n  - six\n  - tool @ https://user:hunter2@example.com/tool.whl\n`;
    const { stdout, stderr } = await run([emitter, '-credentials=secret'], { stdin });
    expect(stderr).toContain('--secret id=mopy-credential-1,env=MOPY_CREDENTIAL_1');
    expect(stderr).toContain('MOPY_CREDENTIAL_1 for line 5\n');
    expect(stdout + stderr).not.toContain('hunter2');
  });

  it('differs between runs in nothing but the one random part of LLB', async () => {
    const runs = await Promise.all(
      ['-dockerfile', '-dockerfile', '-llb', '-llb'].map((word) => run([word], { stdin: PROJECT })),
    );
    const [first, second, third, fourth] = runs.map(({ stdout }) => stdout);
    expect(second).toBe(first);
    expect(fourth).not.toBe(third);
    expect(fourth?.length).toBe(third?.length);
  });

  it('does not depend on proxies of the environment', async () => {
    const proxies = { HTTP_PROXY: 'http://environment', SOURCE_DATE_EPOCH: '1' };
    const stdin = `${MOPYFILE}pip: [six]\n`;
    const plain = await run(['-llb'], { environment: proxies, stdin });
    const given = await run(['-llb', '-build-arg', 'HTTP_PROXY'], { environment: proxies, stdin });
    expect(plain.stdout).not.toContain('http://environment');
    expect(given.stdout).toContain('http://environment');
  });

  it('says that LLB holds the password of a proxy', async () => {
    const proxy = (address: string) => run(['-llb', `-build-arg=https_proxy=${address}`]);
    const { stderr } = await proxy('http://user:pw@proxy.example.org');
    expect(stderr).toContain('the LLB holds the password of https_proxy\n  hint: keep the LLB to yourself');
    expect(stderr).not.toContain('pw@');
    expect((await proxy('http://proxy.example.org')).stderr).not.toContain('password');
  });

  it('go to a file when asked to', async () => {
    const { exitCode, stdout, files } = await run(['-dockerfile', '-out', 'Dockerfile']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(files['Dockerfile']).toContain('FROM');
  });

  it('take platforms, labels and base images', async () => {
    const words = ['-platform=386', '-label=a=b', '-build-context=python:3.13-slim=docker-image://m/p:1'];
    const { stdout, stderr } = await run(['-dockerfile', ...words]);
    expect(stdout).toContain('FROM m/p:1 AS');
    expect(stdout).toMatch(/\ba="?b"?$/m);
    expect(stderr).toMatch(/^warning\[slim-platform\]/);
  });

  it('are nothing for a check', async () => {
    expect(await run(['-buildkit=false'])).toEqual({ exitCode: 0, stdout: '', stderr: '', files: {} });
  });

  it('end quietly when nobody reads them', async () => {
    expect(await run(['-dockerfile'], { closed: true })).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
  });
});

describe('what the builder has to be told', () => {
  const stdin = `${MOPYFILE}pip: ["git+ssh://git@h/x.git", "https://me:hush-hush@h/x.whl"]\n`;

  it.each(['-llb', '-dockerfile'])('%s names secrets and keys', async (word) => {
    const { stdout, stderr } = await run([word, '-credentials=secret'], { stdin });
    expect(stderr).toMatch(/--ssh default --secret id=[\w-]+,env=MOPY_CREDENTIAL_1/);
    expect(stdout + stderr).not.toContain('hush-hush');
  });

  it.each(['-llb', '-dockerfile'])('%s warns about credentials that it shows', async (word) => {
    const { stdout, stderr } = await run([word], { stdin });
    expect(stdout).toContain('hush-hush');
    expect(stderr).toMatch(/^-:3:\d+: warning\[inline-credentials\]/m);
    expect(stderr).not.toContain('hush-hush');
  });

  it.each(['-buildkit=false', '-image-config'])('%s writes none', async (word) => {
    expect((await run([word], { stdin })).stderr).toBe('');
  });

  it('is told of build arguments that nothing reads', async () => {
    const given = ['VERSION=1', 'http_proxy=x', 'SOURCE_DATE_EPOCH=1'].map((text) => `-build-arg=${text}`);
    const { stderr } = await run(['-dockerfile', ...given]);
    expect(stderr).toBe(
      ['VERSION', 'http_proxy', 'SOURCE_DATE_EPOCH']
        .map((name) => `warning: the build argument ${name} is not used\n`)
        .join(''),
    );
  });

  it('is told of base images that nothing is built on', async () => {
    const words = ['python:3.12', 'docker.io/library/python:3.13-slim'].flatMap((name) => [
      '-build-context',
      `${name}=docker-image://mirror.example.org/python`,
    ]);
    const contexts = 'python:3.11=docker-image://m/a pyton:3.13=docker-image://m/b';
    const { stdout, stderr } = await run(['-dockerfile', ...words], {
      environment: { MOPY_BUILD_CONTEXTS: contexts },
    });
    expect(stdout).toContain('FROM mirror.example.org/python AS interpreter\n');
    const hint = '  hint: its base images are python:3.13-slim, gcr.io/distroless/static-debian13:nonroot\n';
    expect(stderr).toBe(
      `warning: MOPY_BUILD_CONTEXTS: pyton:3.13 is no base image of this build\n${hint}` +
        `warning: -build-context: python:3.12 is no base image of this build\n${hint}`,
    );
  });

  it('is told of ignore rules that a Dockerfile does not come with', async () => {
    const io = fakeIo({ stdin: `${MOPYFILE}project: app\n` });
    await mkdir(join(io.workingFolder, 'app'));
    await writeFile(join(io.workingFolder, 'app', 'main.py'), '');
    await main(['-filename=-', '-dockerfile', '-out', 'sub/Dockerfile', io.workingFolder], io);
    expect(io.written.stderr).toMatch(/as mopy\n {2}hint: .* to sub\/Dockerfile\.dockerignore\n$/);
  });

  it('is told of empty ignore rules that stand in for others', async () => {
    const files = { '/else/m': `${MOPYFILE}project: main.py\n`, '/else/m.dockerignore': '' };
    const io = fakeIo({ files });
    await writeFile(join(io.workingFolder, 'main.py'), '');
    await writeFile(join(io.workingFolder, '.dockerignore'), '*\n');
    await main(['-filename=/else/m', '-dockerfile', io.workingFolder], io);
    expect(io.written.stdout).toContain('has to be empty.\n');
    expect(io.written.stderr).toMatch(/ let Dockerfile\.dockerignore be an empty file\n$/);
  });
});

describe('failures', () => {
  it('of a Mopyfile are all reported, with a summary', async () => {
    const { exitCode, stdout, stderr } = await run(['-dockerfile'], { stdin: 'pyton: 3\nsbom: maybe\n' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/-:1:1: error\[unknown-key\][\s\S]*-:2:7: error\[[\s\S]*\n2 errors/);
  });

  it('of usage have their own code', async () => {
    expect(await run(['-llb', '-dockerfile'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        "error: option '-llb' cannot be used with option '-dockerfile'\n  hint: each is a job of its own: run mopy once for each\n",
      files: {},
    });
  });

  it('include LLB on a terminal, unless it goes to a file', async () => {
    const terminals = ['stdout'] as const;
    expect(await run(['-llb'], { terminals })).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('-out'),
    });
    expect(await run(['-llb', '-out=x'], { terminals })).toMatchObject({ exitCode: 0 });
  });

  it.each<[string, string[], Record<string, string>, number, RegExp]>([
    [
      'nothing there',
      ['-dockerfile'],
      {},
      1,
      /^error: Mopyfile\.yaml does not exist\n {2}hint: mopy -init writes one; -filename /,
    ],
    [
      'another suffix',
      ['-dockerfile'],
      { 'Mopyfile.yml': '' },
      1,
      /hint: did you mean -filename Mopyfile\.yml\?/,
    ],
    ['no suffix', ['-dockerfile'], { Mopyfile: '' }, 1, /hint: did you mean -filename Mopyfile\?/],
    [
      'a name given',
      ['-dockerfile', '-filename', 'x/y'],
      { 'x/Mopyfile': '' },
      1,
      /^error: x\/y does not exist\n {2}hint: did you mean -filename x\/Mopyfile\?/,
    ],
    [
      'a name given beside the usual one',
      ['-filename', 'ro'],
      { 'Mopyfile.yaml': '' },
      1,
      /^error: ro does not exist\n {2}hint: did you mean -filename Mopyfile\.yaml\?/,
    ],
    [
      'a name given for nothing',
      ['-filename', 'x/y'],
      {},
      1,
      /^error: x\/y does not exist\n {2}hint: -filename names the Mopyfile: check its path/,
    ],
    ['the name of a flag', ['init'], {}, 2, /^error: "init" is no folder\n {2}hint: did you mean -init\?\n$/],
    [
      'a command that others have',
      ['build'],
      {},
      2,
      /hint: mopy builds without being told: leave the word out\n$/,
    ],
    [
      'a command before the context',
      ['build', '.'],
      {},
      2,
      /^error: "\." after the context\n {2}hint: mopy builds /,
    ],
    [
      'a file as the context',
      ['-dockerfile', import.meta.filename],
      {},
      2,
      /main\.test\.ts" is a file\n {2}hint: did you mean -filename \S+main\.test\.ts\?\n$/,
    ],
    [
      'nothing to check',
      ['-check', 'nowhere'],
      {},
      2,
      /^error: nowhere does not exist\n {2}hint: name a Mopyfile, or a folder that holds one\n$/,
    ],
    ['no folder', ['-dockerfile', 'nowhere'], {}, 2, /^error: "nowhere" is no folder\n {2}hint: .*-filename/],
  ])('to find a Mopyfile help: %s', async (_name, words, files, code, message) => {
    const io = fakeIo({ files });
    expect(await main(words, io)).toBe(code);
    expect(io.written.stderr).toMatch(message);
  });

  it.each<[string, string[]]>([
    ['x/Mopyfile.yaml', ['-filename=x/Mopyfile.yaml']],
    ['x/Mopyfile.yaml.dockerignore', ['-filename=x/Mopyfile.yaml', import.meta.dirname]],
  ])('say that %s cannot be read', async (path, words) => {
    const io = fakeIo({ files: { 'x/Mopyfile.yaml': MOPYFILE } });
    const readFile: typeof io.readFile = (asked, limit) =>
      asked === path
        ? Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' }))
        : io.readFile(asked, limit);
    expect(await main(['-dockerfile', ...words], { ...io, readFile })).toBe(1);
    expect(io.written.stderr).toMatch(new RegExp(`^error: ${path} cannot be read: EACCES\n  hint: check`));
  });

  it('look for the Mopyfile in the context', async () => {
    const io = fakeIo({ files: { [join(folder, 'Mopyfile.yaml')]: MOPYFILE } });
    expect(await main(['-dockerfile', folder], io), io.written.stderr).toBe(0);
    const other = fakeIo({ files: { 'Mopyfile.yaml': MOPYFILE } });
    expect(await main(['-dockerfile', folder], other)).toBe(1);
    expect(other.written.stderr).toMatch(/did you mean -filename Mopyfile\.yaml with this context\?/);
  });
});

describe('about mopy', () => {
  it('tells its version', async () => {
    expect(await run(['-version'])).toEqual({
      exitCode: 0,
      stdout: `mopy ${VERSION}\n`,
      stderr: '',
      files: {},
    });
  });

  it('explains every flag, examples first', async () => {
    const { exitCode, stdout, stderr } = await run(['-help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const { name } of FLAGS) {
      expect(stdout).toMatch(new RegExp(`^  -${name}[ ,\\n]`, 'm'));
    }
    expect(stdout).toMatch(/^ {2}mopy -init && mopy [\s\S]*^Usage: /m);
  });

  it('fits a terminal of 80 columns and 60 lines', async () => {
    const lines = (await run(['-help'])).stdout.trimEnd().split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeLessThanOrEqual(60);
  });
});
