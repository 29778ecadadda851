import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextWith } from '../support/builds.js';
import { type Docker, dockerWithFrontend, NETWORK } from '../support/docker.js';
import { gitRepository } from '../support/git-repository.js';
import { temporaryFolder } from '../support/image.js';
import { projectFiles, wheel } from '../support/packages.js';
import { type GitServer, gitHttpServer } from '../support/servers/git-http.js';
import { type SshServer, sshServer } from '../support/servers/git-ssh.js';
import { type PackageIndex, packageIndex } from '../support/servers/package-index.js';

const SERVICE = {
  'service/Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.11\nproject: app\n',
  'service/.dockerignore': 'app/left-out\n',
  'service/app/main.py': 'import os\nprint("from afar", *sorted(os.listdir()))\n',
  'service/app/left-out': '',
};
const FROM_AFAR = { exitCode: 0, stdout: 'from afar main.py', stderr: '' };
const build = ['build', NETWORK, '--file=Mopyfile.yaml'];

let docker: Docker;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let git: GitServer;
let ssh: SshServer;
let index: PackageIndex;
beforeAll(async () => {
  folder = await temporaryFolder();
  const repositories = join(folder.path, 'repositories');
  await gitRepository(join(repositories, 'service.git'), SERVICE);
  await gitRepository(join(repositories, 'mopy-inner.git'), projectFiles('mopy-inner'));
  git = await gitHttpServer({ root: repositories, user: 'ada', password: 'hunter2' });
  ssh = await sshServer(folder.path);
  index = await packageIndex({
    private: { user: 'ada', password: 'p@ss', files: [wheel('mopy-private')] },
  });
  docker = await dockerWithFrontend();
});
afterAll(async () => {
  await Promise.all([docker?.stop(), git?.stop(), ssh?.stop(), index?.stop()]);
  await folder.remove();
});

describe('the context', () => {
  it('is a folder of a git repository', async () => {
    const url = `${git.origin.replace('//', '//ada:hunter2@')}/service.git#main:service`;
    const { exitCode, stderr } = await docker.call([...build, '--tag=mopy-git', url]);
    expect(exitCode, stderr).toBe(0);
    expect(await docker.container('mopy-git')).toEqual(FROM_AFAR);
  });

  it('is a tar on standard input', async () => {
    const service = join(folder.path, 'repositories/service.git.checkout/service');
    const line = `tar -C '${service}' -c . | docker build ${NETWORK} --file=Mopyfile.yaml --tag=mopy-tar -`;
    const { exitCode, stderr } = await docker.shell(`PATH=$PATH:/usr/bin:/bin; ${line}`);
    expect(exitCode, stderr).toBe(0);
    expect(await docker.container('mopy-tar')).toEqual(FROM_AFAR);
  });

  it('goes with a Mopyfile on standard input', async () => {
    const service = join(folder.path, 'repositories/service.git.checkout/service');
    const input = SERVICE['service/Mopyfile.yaml'];
    const words = ['build', NETWORK, '--file=-', '--tag=mopy-input', '.'];
    const { exitCode, stderr } = await docker.call(words, { cwd: service, input });
    expect(exitCode, stderr).toBe(0);
    expect(await docker.container('mopy-input')).toEqual(FROM_AFAR);
  });
});

describe('dependencies', () => {
  const show = (module: string) => ['-c', `import ${module}; print(${module}.NAME)`];

  it('come from a private index', async () => {
    const url = `${index.origin}/private/simple`;
    const place = `  - url: ${url}\n    username: ada\n    password: p@ss\n    default: true\n`;
    const mopyfile = `python: 3.11\nindices:\n${place}pip: [mopy-private]\n`;
    const context = await contextWith(folder.path, 'index', mopyfile);
    const { exitCode, stderr } = await docker.build(context, ['--tag=mopy-index', '--progress=plain']);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('inline-credentials');
    expect(stderr).not.toContain('p@ss');
    const { stdout } = await docker.container('mopy-index', show('mopy_private'));
    expect(stdout).toBe('mopy-private');
  });

  describe('of a repository behind ssh', () => {
    const buildWith = async (name: string, words: readonly string[]) => {
      const url = `git+ssh://${ssh.user}@127.0.0.1:${ssh.port}${folder.path}/repositories/mopy-inner.git@main`;
      const context = await contextWith(folder.path, name, `python: 3.11\npip: ["${url}"]\n`);
      const env = { SSH_AUTH_SOCK: ssh.agentSocket };
      return docker.build(context, ['--tag=mopy-ssh', '--progress=plain', ...words], { cwd: context, env });
    };

    it('are missed without the agent', async () => {
      const { exitCode, stderr } = await buildWith('no-agent', []);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/ssh/i);
      expect(stderr).toContain('   3 | >>> pip: [');
    });

    it('come with the agent', async () => {
      const { exitCode, stderr } = await buildWith('ssh', ['--ssh=default']);
      expect(exitCode, stderr).toBe(0);
      const { stdout } = await docker.container('mopy-ssh', show('mopy_inner'));
      expect(stdout).toBe('mopy-inner');
    });
  });
});
