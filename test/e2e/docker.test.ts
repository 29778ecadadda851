import { randomUUID } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextWith } from '../support/builds.js';
import { type Docker, dockerWithFrontend, NETWORK } from '../support/docker.js';
import { readProgress } from '../support/frontend.js';
import { temporaryFolder } from '../support/image.js';
import { mopy, type Result } from '../support/mopy.js';

const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
const HELLO = {
  exitCode: 0,
  stdout: expect.stringMatching(/^hello from Python 3\.11\.\d+, as nonroot$/),
  stderr: '',
};

let docker: Docker;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  docker = await dockerWithFrontend('classic', ['python:3.11', 'python:3.13']);
});
afterAll(async () => {
  await docker?.stop();
  await folder.remove();
});

function expectDone({ exitCode, stderr }: Result): void {
  expect(exitCode, stderr).toBe(0);
}

describe('docker build', () => {
  it('builds an example as the manual says', async () => {
    const words = ['build', '--ssh', 'default', '-t', 'mopy-example:latest', '-f', 'Mopyfile.yaml', '.'];
    const env = { SSH_AUTH_SOCK: '' };
    const withAgent = await docker.call(words, { cwd: example('hello-world'), env });
    // Docker itself wants an agent for `--ssh default`, whether the Mopyfile needs it or not.
    expect(withAgent.stderr).toContain('SSH');
    const without = words.filter((word) => word !== '--ssh' && word !== 'default');
    expectDone(await docker.call(without, { cwd: example('hello-world') }));
    expect(await docker.container('mopy-example')).toEqual(HELLO);
  });

  it('builds an example with every key of the format', async () => {
    expectDone(await docker.build(example('full'), ['--tag=mopy-full']));
    const { exitCode, stdout, stderr } = await docker.container('mopy-full');
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('hello from a local package');
  });

  it('prepares and checks an example', async () => {
    expectDone(await docker.build(example('django'), ['--tag=mopy-django']));
    const program = 'import os; print(*sorted(os.listdir("collected")), os.getuid())';
    const words = ['run', '--rm', NETWORK, '--read-only', 'mopy-django', 'python', '-c', program];
    expect(await docker.call(words)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^staticfiles\.json style\.[0-9a-f]{12}\.css style\.css 65532$/),
    });
  });

  it('publishes the port of an example', async () => {
    expectDone(await docker.build(example('django'), ['--tag=mopy-ports']));
    const network = `mopy-${randomUUID()}`;
    expectDone(await docker.call(['network', 'create', network]));
    const words = [`--network=${network}`, '--publish-all', '--read-only', '--tmpfs=/tmp'];
    const { stdout: container } = await docker.call(['run', '--detach', ...words, 'mopy-ports']);
    try {
      const { stdout } = await docker.call(['port', container, '8000/tcp']);
      expect(stdout).toMatch(/^0\.0\.0\.0:\d+$/m);
      const address = `http://127.0.0.1:${/:(\d+)$/m.exec(stdout)?.[1]}/health`;
      const answer = () =>
        fetch(address, { signal: AbortSignal.timeout(5_000) }).then((response) => response.text(), String);
      await expect.poll(answer, { timeout: 60_000, interval: 300 }).toBe('ok');
    } finally {
      await docker.call(['rm', '--force', container]);
      await docker.call(['network', 'rm', network]);
    }
  });

  it('lets every user write to its home and to the project', async () => {
    expectDone(await docker.build(example('hello-world'), ['--tag=mopy-users']));
    const program = 'open("x", "w"); open("/home/nonroot/x", "w"); print("written")';
    for (const user of ['65532:65532', '12345']) {
      const words = ['run', '--rm', NETWORK, `--user=${user}`, 'mopy-users', '-c', program];
      expect(await docker.call(words)).toEqual({ exitCode: 0, stdout: 'written', stderr: '' });
    }
  });

  it('takes labels and a stage', async () => {
    const words = ['--tag=mopy-labels', '--label=added=yes', '--label=mopy.version=mine'];
    expectDone(await docker.build(example('hello-world'), words));
    const format = '--format={{json .Config.Labels}}';
    const { stdout } = await docker.call(['image', 'inspect', 'mopy-labels', format]);
    expect(JSON.parse(stdout)).toMatchObject({ added: 'yes', 'mopy.version': 'mine' });
    const stage = ['--target=interpreter', '--tag=mopy-stage', '--label=added=yes'];
    expectDone(await docker.build(example('hello-world'), stage));
    const labels = await docker.call(['image', 'inspect', 'mopy-stage', format]);
    expect(JSON.parse(labels.stdout)).toEqual({ added: 'yes' });
    const step = ['--target=interpreter:1', '--tag=mopy-step'];
    expectDone(await docker.build(example('hello-world'), step));
    const layers = (image: string) =>
      docker.call(['image', 'inspect', image, '--format={{len .RootFS.Layers}}']);
    const [before, whole] = [await layers('mopy-step'), await layers('mopy-stage')];
    expect(Number(whole.stdout) - Number(before.stdout)).toBe(1);
    // A small stage: BuildKit's export into a folder hangs at times when there are many files (moby/buildkit#2950).
    const out = join(folder.path, 'programs');
    expectDone(await docker.build(example('hello-world'), ['--target=programs', `--output=${out}`]));
    expect(await readdir(out)).toContain('interpreter.py');
  });

  it('says which build argument means nothing, and takes proxies', async () => {
    const words = ['--build-arg=UNKNOWN=1', '--build-arg=no_proxy=*'];
    const { exitCode, stderr } = await docker.build(example('hello-world'), words);
    expect(exitCode, stderr).toBe(0);
    expect(readProgress(stderr).warnings).toEqual(['the build argument UNKNOWN is not used']);
  });

  it('dates the image and its own history, and only these', async () => {
    expectDone(
      await docker.build(example('hello-world'), ['--tag=mopy-dated', '--build-arg=SOURCE_DATE_EPOCH=0']),
    );
    const image = ['--format={{.Created}}', 'mopy-dated'];
    expect((await docker.call(['image', 'inspect', ...image])).stdout).toBe('1970-01-01T00:00:00Z');
    const dates = ['--human=false', '--format={{.CreatedAt}}', 'mopy-dated'];
    const history = (await docker.call(['history', ...dates])).stdout.split('\n');
    expect(new Set(history.slice(0, 8))).toEqual(new Set(['1970-01-01T00:00:00Z']));
    expect(history.at(-1)).not.toBe('1970-01-01T00:00:00Z');
  });

  it('runs every step again with --no-cache', async () => {
    const context = await contextWith(folder.path, 'no-cache', 'python: 3.11\nenvs: {ONE: "1"}\n');
    expectDone(await docker.build(context));
    const again = await docker.build(context, ['--no-cache']);
    expectDone(again);
    const name = expect.stringMatching(/collect the interpreter$/);
    expect(readProgress(again.stderr).vertices).toContainEqual({ name, cached: false });
  });

  it('has another image in the place of a base', async () => {
    const words = ['--build-context=python:3.11-slim=docker-image://python:3.11'];
    const { exitCode, stderr } = await docker.build(example('hello-world'), words);
    expect(exitCode, stderr).toBe(0);
    const names = readProgress(stderr).vertices.map(({ name }) => name);
    expect(names).toContainEqual(expect.stringMatching(/FROM docker\.io\/library\/python:3\.11@/));
    expect(names).not.toContainEqual(expect.stringMatching(/FROM docker\.io\/library\/python:3\.11-slim/));
  });
});

describe('a program that imports what is not there', () => {
  const vain = async (name: string) => {
    const context = await contextWith(
      folder.path,
      name,
      'python: 3.11\npip: [six]\nproject: [main.py, views.py]\n',
    );
    await writeFile(join(context, 'main.py'), 'import six\nimport absent_1\nfrom views import indx\n');
    await writeFile(join(context, 'views.py'), 'def index():\n    return six\n');
    return context;
  };

  /** Messages about imports, and lines of the Mopyfile that are blamed. */
  const said = (log: string) => [
    ...new Set(log.split('\n').flatMap((line) => /error: main\.py:.*|>>> .*/.exec(line)?.[0] ?? [])),
  ];

  it('fails at the line of the Mopyfile, with docker build and with mopy', async () => {
    const context = await vain('vain');
    const built = await docker.build(context, ['--progress=plain']);
    const { exitCode, stderr } = await docker.shell('mopy -- --network=host', { cwd: context });
    expect([built.exitCode, exitCode], built.stderr).toEqual([1, 1]);
    expect(said(built.stderr)).toEqual([
      expect.stringMatching(/^error: main\.py:2: `import absent_1` cannot work: /),
      expect.stringMatching(/^error: main\.py:3: `from views import indx` .*did you mean `index`\?/),
      '>>> project: [main.py, views.py]',
    ]);
    expect(said(stderr)).toEqual(said(built.stderr));
    expect(stderr).toMatch(/\n\nfailed: check what \S*main\.py imports:\nMopyfile\.yaml:4\n/);
  });
});

describe('docker buildx bake', () => {
  it('builds what a file names', async () => {
    const context = await contextWith(folder.path, 'bake', 'python: 3.11\n');
    const target = { context, dockerfile: 'Mopyfile.yaml', tags: ['mopy-bake'], network: 'host' };
    const input = JSON.stringify({ target: { default: target } });
    const words = ['buildx', 'bake', '--allow=network.host', `--allow=fs.read=${context}`, '--file=-'];
    expectDone(await docker.call(words, { input }));
    const printed = await docker.container('mopy-bake', ['-c', 'print(6 * 7)']);
    expect(printed).toEqual({ exitCode: 0, stdout: '42', stderr: '' });
  });
});

describe('another build in the place of a base image', () => {
  const marker = '/usr/local/lib/python3.11/marker.py';
  const print = ['-c', 'import marker; print(marker.TEXT)'];
  const linkedTo = async (name: string, run: string) => {
    const base = await contextWith(folder.path, `${name}-base`, '');
    await writeFile(join(base, 'Dockerfile'), `FROM python:3.11-slim\nENV OWN=1\nRUN ${run}\n`);
    return { base, context: await contextWith(folder.path, name, 'python: 3.11\n') };
  };
  const bake = ({ base, context }: Awaited<ReturnType<typeof linkedTo>>) => {
    const linked = { 'python:3.11-slim': 'target:base' };
    const target = {
      base: { context: base, network: 'host' },
      default: {
        context,
        contexts: linked,
        dockerfile: 'Mopyfile.yaml',
        tags: ['mopy-linked'],
        network: 'host',
      },
    };
    const allowed = ['--allow=network.host', `--allow=fs.read=${folder.path}`];
    const words = ['buildx', 'bake', '--progress=plain', ...allowed, '--file=-'];
    return docker.call(words, { input: JSON.stringify({ target }) });
  };

  it('may be a target of the same bake file', async () => {
    expectDone(await bake(await linkedTo('linked', `echo 'TEXT = "linked"' > ${marker}`)));
    expect((await docker.container('mopy-linked', print)).stdout).toBe('linked');
  });

  it('shows its own lines when it fails', async () => {
    const { exitCode, stderr } = await bake(await linkedTo('failing', 'exit 7'));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('   3 | >>> RUN exit 7');
  });

  it('may be a service of the same compose file', async () => {
    const { base, context } = await linkedTo('service', `echo 'TEXT = "composed"' > ${marker}`);
    const services = {
      base: { build: { context: base, network: 'host' } },
      app: {
        build: {
          context,
          dockerfile: 'Mopyfile.yaml',
          network: 'host',
          additional_contexts: { 'python:3.11-slim': 'service:base' },
        },
        image: 'mopy-composed',
      },
    };
    const words = ['compose', '--project-name=mopy-linked', '--file=-', 'build', 'app'];
    expectDone(await docker.call(words, { input: JSON.stringify({ services }) }));
    expect((await docker.container('mopy-composed', print)).stdout).toBe('composed');
  });
});

describe('docker compose', () => {
  it('builds and runs a service', async () => {
    const context = await contextWith(folder.path, 'compose', 'python: 3.11\n');
    const service = {
      build: { context, dockerfile: 'Mopyfile.yaml', network: 'host' },
      image: 'mopy-compose',
      network_mode: 'host',
      command: ['-c', 'print(6 * 7)'],
    };
    const input = JSON.stringify({ services: { app: service } });
    const compose = ['compose', '--project-name=mopy', '--file=-'];
    expectDone(await docker.call([...compose, 'build'], { input }));
    const { exitCode, stdout, stderr } = await docker.call([...compose, 'run', '--rm', 'app'], { input });
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe('42');
  });
});

describe('the image of the frontend', () => {
  it('is the command line', async () => {
    const context = example('hello-world');
    const words = ['run', '--rm', NETWORK, `--volume=${context}:/work`, 'mopy/mopy:1', '-dockerfile'];
    const theirs = await mopy(['-dockerfile'], { cwd: context });
    expect(await docker.call(words)).toEqual(theirs);
  });
});

describe('mopy on a machine with Docker alone', () => {
  it('builds, loads and runs', async () => {
    const context = await contextWith(folder.path, 'docker-alone', 'python: 3.11\nproject: app\n');
    await mkdir(join(context, 'app'));
    const script = 'echo "print(6 * 7)" > app/main.py; mopy -- --network=host';
    const { exitCode, stderr } = await docker.shell(script, { cwd: context });
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('loaded docker-alone into docker; run it with: docker run --rm docker-alone');
    expect(stderr).toMatch(/; \d+\.\d MB unpacked in \d+ layers; sha256:[0-9a-f]{64}\n/);
    expect(stderr).toMatch(/^#\d+ \[project-files 1\/1\] read app /m);
    expect(stderr).not.toMatch(/\] (?:RUN|COPY) |preparing inline document/);
    expect(await docker.container('docker-alone')).toEqual({ exitCode: 0, stdout: '42', stderr: '' });
  });
});
