import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildctl, buildFrontendImage, frontendBuild, frontendReference } from '../support/frontend.js';
import { temporaryFolder } from '../support/image.js';
import { readOnlyImage } from '../support/layout.js';
import { run, shell, temporaryContext } from '../support/mopy.js';
import { type GitServer, gitHttpServer } from '../support/servers/git-http.js';
import { type Listening, listen } from '../support/servers/listen.js';

const FILES: Readonly<Record<string, string>> = {
  'service/app/main.py': 'print("from afar")\n',
  'service/app/kept.txt': 'x',
  'service/app/cache.pyc': 'x',
  'service/app/ignored/file': 'x',
  'service/Mopyfile.yaml.dockerignore': '**/*.pyc\napp/ignored\n',
};

/** Files of the project in an image that was exported to a folder. */
async function projectFiles(folder: string): Promise<readonly string[]> {
  const { stdout } = await run('find', ['.', '-type', 'f', '-printf', '%P\n'], {
    cwd: join(folder, 'home/nonroot/app'),
  });
  return stdout.split('\n').toSorted();
}

let folder: { readonly path: string; remove(): Promise<void> };
let git: GitServer;
let files: Listening;

beforeAll(async () => {
  await buildFrontendImage();
  folder = await temporaryFolder();
  const work = join(folder.path, 'work');
  const mopyfile = `#syntax=${frontendReference()}\npython: 3.11\nproject: app\n`;
  for (const [path, content] of Object.entries({ ...FILES, 'service/Mopyfile.yaml': mopyfile })) {
    await mkdir(dirname(join(work, path)), { recursive: true });
    await writeFile(join(work, path), content);
  }
  const commit = 'git -c user.name=a -c user.email=a@example.org commit -qm all';
  const lines = [
    'set -e',
    `git init -q -b main . && git add -A && ${commit} && git tag v1`,
    'git clone -q --bare . ../repositories/repository.git',
    'tar -czf ../context.tar.gz service',
    'tar -C service -cf ../service.tar .',
  ];
  const { exitCode, stderr } = await shell(lines.join('\n'), { cwd: work });
  expect(exitCode, stderr).toBe(0);
  process.env['MOPY_TEST_TOKEN'] = 'secret';
  git = await gitHttpServer({
    root: join(folder.path, 'repositories'),
    user: 'x-access-token',
    password: 'secret',
  });
  files = await listen(async (request, response) => {
    response.setHeader('last-modified', 'Tue, 14 Nov 2023 22:13:20 GMT');
    response.end(await readFile(join(folder.path, request.url ?? '')));
  });
});
afterAll(async () => {
  await Promise.all([git?.stop(), files?.stop(), folder?.remove()]);
});

describe('a context from elsewhere', () => {
  const secret = '--secret=id=GIT_AUTH_TOKEN,env=MOPY_TEST_TOKEN';
  const contexts: Readonly<Record<string, () => readonly string[]>> = {
    'a folder of a git branch': () => [`context=${git.origin}/repository.git#main:service`],
    'a folder of a git tag in a query': () => [`context=${git.origin}/repository.git?tag=v1&subdir=service`],
    'a compressed tar with a folder': () => [
      `context=${files.origin}/context.tar.gz`,
      'contextsubdir=service',
      'filename=service/Mopyfile.yaml',
    ],
    'a tar': () => [`context=${files.origin}/service.tar`],
    'a context under another name': () => ['contextkey=elsewhere', `elsewhere=${files.origin}/service.tar`],
  };

  /** Ways in which each of the daemon's frontends gets at ours. Of two options with one name the later counts. */
  const ways: Readonly<Record<string, () => string>> = {
    'gateway.v0': () => `source=${frontendReference()}`,
    'dockerfile.v0': () => 'filename=Mopyfile.yaml',
  };
  const cases = Object.entries(contexts).flatMap(([name, options]) =>
    Object.entries(ways).map(([frontend, way]) => [name, frontend, () => [way(), ...options()]] as const),
  );

  it.each(cases)('is %s through %s, under its ignore rules', async (name, frontend, options) => {
    const out = join(folder.path, 'out', frontend, name);
    const build = await buildctl(frontend, undefined, options(), [secret, `--output=type=local,dest=${out}`]);
    expect(build.exitCode, build.stderr).toBe(0);
    expect(await projectFiles(out)).toEqual(['kept.txt', 'main.py']);
  });

  it('is looked through for private files as the command line does, wherever it comes from', async () => {
    const context = await temporaryContext({
      'Mopyfile.yaml': `#syntax=${frontendReference()}\npython: 3.11\nproject: app\n`,
      '.dockerignore': '**/ignored\n',
      'app/main.py': '',
      'app/.git/HEAD': 'ref: refs/heads/main\n',
      'app/.git/config': '',
      'app/web/.env': 'PASSWORD=hush\n',
      'app/web/keys/server-key.pem': '',
      'app/web/tests/key.pem': '',
      'app/ignored/.netrc': '',
    });
    await shell(`tar -cf '${folder.path}/private.tar' .`, { cwd: context.folder });
    const said =
      'warning[project-private]: `app/.git`, `app/web/.env` and `app/web/keys/server-key.pem` will be in the image';
    const question = 'requestid=frontend.lint';
    const answers = [
      await shell('mopy -check', { cwd: context.folder }),
      await frontendBuild(context.folder, [question]),
      await frontendBuild(undefined, [question, `context=${files.origin}/private.tar`]),
    ];
    await context.remove();
    expect(answers.map(({ stdout, stderr }) => (stdout + stderr).includes(said))).toEqual([true, true, true]);
  });

  it('dates the image', async () => {
    const out = join(folder.path, 'dated');
    const options = [`context=${files.origin}/service.tar`, 'build-arg:SOURCE_DATE_EPOCH=context'];
    const build = await frontendBuild(undefined, options, [`--output=type=oci,dest=${out},tar=false`]);
    expect(build.exitCode, build.stderr).toBe(0);
    expect((await readOnlyImage(out)).config).toMatchObject({ created: '2023-11-14T22:13:20Z' });
  });

  it('may be a Mopyfile alone', async () => {
    await writeFile(join(folder.path, 'alone'), 'python: 3.11\nproject: app\n');
    const { exitCode, stderr } = await frontendBuild(undefined, [`context=${files.origin}/alone`]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('>>> project: app');
  });

  it('goes with a Mopyfile of this machine', async () => {
    const own = await temporaryContext({ 'Other.yaml': 'python: 3.11\nproject: app/main.py\n' });
    const out = join(folder.path, 'out', 'own');
    const options = [
      `context=${files.origin}/service.tar`,
      'dockerfilekey=dockerfile',
      'filename=Other.yaml',
    ];
    const locals = [`--local=dockerfile=${own.folder}`, `--output=type=local,dest=${out}`];
    const build = await frontendBuild(undefined, options, locals);
    await own.remove();
    expect(build.exitCode, build.stderr).toBe(0);
    expect(await readFile(join(out, 'home/nonroot/main.py'), 'utf8')).toContain('from afar');
  });

  it('without a Mopyfile is an error', async () => {
    const { exitCode, stderr } = await frontendBuild(undefined, [`context=${files.origin}/context.tar.gz`]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('there is no Mopyfile.yaml');
  });
});
