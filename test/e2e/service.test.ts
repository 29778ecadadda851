import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, WAYS } from '../support/builds.js';
import { builtImage } from '../support/built-image.js';
import { type Docker, dockerWithFrontend, NETWORK } from '../support/docker.js';
import { runContainer } from '../support/engine.js';
import { buildctl, buildFrontendImage, frontendReference } from '../support/frontend.js';
import { evaluate, readConfig, temporaryFolder } from '../support/image.js';
import { readOnlyImage } from '../support/layout.js';
import { mopy, type Result, temporaryContext } from '../support/mopy.js';
import { freePort, listen } from '../support/servers/listen.js';
import { selfSigned } from '../support/servers/self-signed.js';

const PYTHON = 'python: 3.11\n';

const SERVICE = `${PYTHON}project: main.py
ports: [8000, 53/udp, 9000/sctp]
healthcheck:
  url: https://[::1]:8443/health?deep=1
  interval: 1m30s
  timeout: 1.5s
  start-period: 1h
  start-interval: 1500us
  retries: 5
volumes: [/var/lib/app/files, /data]
`;

describe('the configuration of a service', () => {
  const expected = {
    ExposedPorts: { '53/udp': {}, '8000/tcp': {}, '9000/sctp': {} },
    Volumes: { '/data': {}, '/var/lib/app/files': {} },
    Healthcheck: {
      Test: ['CMD', 'python', '-I', '-S', '-c', expect.any(String), 'https://[::1]:8443/health?deep=1'],
      Interval: 90_000_000_000,
      Timeout: 1_500_000_000,
      StartPeriod: 3_600_000_000_000,
      StartInterval: 1_500_000,
      Retries: 5,
    },
  };
  let context: Awaited<ReturnType<typeof temporaryContext>>;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    context = await temporaryContext({ 'Mopyfile.yaml': SERVICE, 'main.py': '' });
    folder = await temporaryFolder();
  });
  afterAll(() => Promise.all([context?.remove(), folder?.remove()]));

  it.each(WAYS)('is in the image by %s', async (way) => {
    const built = await build(way, { context: context.folder, folder: join(folder.path, way) });
    expect(built.exitCode, built.stderr).toBe(0);
    expect(await readConfig(built.tar)).toMatchObject(expected);
  });

  it('is in the image by the frontend, to the last byte as by the Dockerfile', async () => {
    await buildFrontendImage();
    await mopy(['-dockerfile', '-out', 'Dockerfile'], { cwd: context.folder });
    const image = async (frontend: string, options: readonly string[]) => {
      const layout = join(folder.path, frontend);
      const output = [`--output=type=oci,tar=false,dest=${layout}`];
      const { exitCode, stderr } = await buildctl(frontend, context.folder, options, output);
      expect(exitCode, stderr).toBe(0);
      return readOnlyImage(layout);
    };
    const ours = await image('gateway.v0', [`source=${frontendReference()}`]);
    const theirs = await image('dockerfile.v0', []);
    expect(JSON.stringify(ours.config)).toBe(JSON.stringify(theirs.config));
  });
});

/** The output of a build of these files, and how it ends. */
async function attempt(files: Readonly<Record<string, string>>): Promise<Result> {
  const context = await temporaryContext(files);
  try {
    return await mopy(['-output', `type=oci,dest=${context.folder}.tar`], { cwd: context.folder });
  } finally {
    await Promise.all([context.remove(), rm(`${context.folder}.tar`, { force: true })]);
  }
}

describe.each(['distroless', 'slim'])('volumes on %s', (base) => {
  const mopyfile = `${PYTHON}base: ${base}\nproject: app/\n`;
  const volumes =
    'volumes: [/data, /var/lib/app/files, /srv/a, /home/nonroot/app/media, /home/nonroot/.cache/x]\n';
  const files = { 'app/main.py': '' };
  const plain = builtImage({ 'Mopyfile.yaml': mopyfile, ...files });
  const built = builtImage({ 'Mopyfile.yaml': mopyfile + volumes, ...files });

  const status = (paths: readonly string[]) =>
    `{path: [os.stat(path).st_uid, os.stat(path).st_gid, oct(os.stat(path).st_mode)] for path in ${JSON.stringify(paths)} if os.path.exists(path)}`;

  it('belong to the user, and leave the folders above as they are', async () => {
    const own = [
      '/data',
      '/var/lib/app/files',
      '/srv/a',
      '/home/nonroot/app/media',
      '/home/nonroot/.cache/x',
    ];
    const user = [65532, 0, '0o40775'];
    expect(await evaluate(built.tar, status(own), ['os'])).toEqual(
      Object.fromEntries(own.map((path) => [path, user])),
    );
    expect(await evaluate(built.tar, status(['/var/lib/app']), ['os'])).toEqual({
      '/var/lib/app': [0, 0, '0o40755'],
    });
    const above = ['/var', '/var/lib', '/srv', '/home', '/home/nonroot', '/home/nonroot/app'];
    // Not every base has all of them.
    const before = await evaluate(plain.tar, status(above), ['os']);
    expect(await evaluate(built.tar, status(above), ['os'])).toMatchObject(before as object);
  });

  it.each(['65532:65532', '12345:0', '0:0'])('can be written by %s on a read-only root', async (user) => {
    const program = `
import os
for folder in "/data", "/var/lib/app/files", "/home/nonroot/app/media":
    open(folder + "/x", "w").close()
try:
    open("/var/lib/app/x", "w")
except OSError as error:
    print(error.strerror)
`;
    const result = await runContainer(built.tar, ['-c', program], { user, readOnly: true });
    expect(result).toEqual({ exitCode: 0, stdout: 'Read-only file system', stderr: '' });
  });

  it('are empty in every container', async () => {
    const words = ['-c', 'import os; print(os.listdir("/data")); open("/data/x", "w").close()'];
    expect(await runContainer(built.tar, words)).toMatchObject({ stdout: '[]' });
    expect(await runContainer(built.tar, words)).toMatchObject({ stdout: '[]' });
  });
});

describe('volumes and commands of the build', () => {
  const built = builtImage({
    'Mopyfile.yaml': `${PYTHON}project: [main.py]
envs: {RUN: ${randomUUID()}}
volumes: [/data, /home/nonroot/app/media]
prepare:
  - python -c "open('/data/lost', 'w'); open('media/lost', 'w'); open('kept', 'w')"
`,
    'main.py': 'import os; print(os.listdir("."), os.listdir("media"), os.listdir("/data"))\n',
  });

  it('keep nothing of what `prepare` writes to them', async () => {
    expect(built.log).toContain(
      'warning: /data/lost was written, which does not become part of the image: /data is a volume',
    );
    expect(built.log).toContain('warning: /home/nonroot/app/media/lost was written');
    const { stdout } = await runContainer(built.tar);
    expect(stdout).toMatch(/'kept'.* \[\] \[\]$/);
  });

  it.each(['/data', '/home/nonroot/app/media'])('cannot be written by `checks`: %s', async (volume) => {
    const { exitCode, stderr } = await attempt({
      'Mopyfile.yaml': `${PYTHON}project: [main.py]\nvolumes: [/data, /home/nonroot/app/media]\nchecks:\n  - python -c "open('${volume}/x', 'w')"\n`,
      'main.py': '',
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Read-only file system');
    expect(stderr).toMatch(/5 \| >>> +- python/);
  });
});

describe('a health check', () => {
  it('names a program that the image has', async () => {
    const { exitCode, stderr } = await attempt({
      'Mopyfile.yaml': `${PYTHON}pip: [pygments==2.19.2]\nhealthcheck: pygmentise x\n`,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('there is no program `pygmentise` in the image: did you mean `pygmentize`?');
    expect(stderr).toContain('3 | >>> healthcheck: pygmentise x');
  });

  const built = builtImage({ 'Mopyfile.yaml': `${PYTHON}healthcheck: https://localhost:1/health\n` });

  it('judges no certificate, follows no redirect, and says the status', async () => {
    const folder = await temporaryFolder();
    const server = await listen(
      ({ url }, response) =>
        response.writeHead(url === '/health' ? 302 : 503, { location: 'http://192.0.2.1/' }).end(),
      await selfSigned(folder.path),
    );
    const [, , ...words] = (await readConfig(built.tar)).Healthcheck?.Test ?? [];
    const ask = (path: string) =>
      runContainer(built.tar, [...words.slice(0, -1), `https://localhost:${server.port}${path}`]);
    expect(await ask('/health')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(await ask('/sick')).toEqual({ exitCode: 1, stdout: '', stderr: 'status 503' });
    await Promise.all([server.stop(), folder.remove()]);
  });

  it.each(['command', 'healthcheck'])('of an image without packages finds its program: %s', async (key) => {
    const withBase = (base: string) =>
      attempt({
        'Mopyfile.yaml': `${PYTHON}base: ${base}\nproject: main.py\n${key}: [sh, -c, "true"]\n`,
        'main.py': '',
      });
    const distroless = await withBase('distroless');
    expect(distroless.exitCode).toBe(1);
    expect(distroless.stderr).toContain('there is no program `sh` in the image');
    expect(distroless.stderr).toMatch(/4 \| >>> \w+: \[sh, -c, "true"\]/);
    const slim = await withBase('slim');
    expect(slim.exitCode, slim.stderr).toBe(0);
  });
});

/** Answers a redirect to nowhere while it is well; modules of its folder would break a check that imports them. */
const SERVER = `
import os, sys
sys.path.remove("/home/nonroot/app")
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        sick = self.path != "/health?deep=1" or os.path.exists("/data/sick")
        self.send_response(503 if sick else 302)
        self.send_header("Location", "http://192.0.2.1/")
        self.end_headers()

server = ThreadingHTTPServer(("", int(sys.argv[1])), Handler)
server.serve_forever()
`;

describe.each(['distroless', 'slim'])('on Docker, on %s', (base) => {
  let docker: Docker;
  beforeAll(async () => {
    docker = await dockerWithFrontend();
  });
  afterAll(() => docker?.stop());

  async function must(words: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await docker.call(words);
    expect(exitCode, stderr).toBe(0);
    return stdout;
  }

  async function becomes(container: string, health: string): Promise<void> {
    const read = () => must(['inspect', '--format={{.State.Health.Status}}', container]);
    await expect.poll(read, { timeout: 60_000, interval: 300 }).toBe(health);
  }

  it.each([
    ['a URL', (port: number) => `url: http://localhost:${port}/health?deep=1`],
    [
      'a command',
      () => 'command: [python, -c, "import os; raise SystemExit(os.path.exists(\'/data/sick\'))"]',
    ],
  ])('%s tells a container that works from one that does not', async (_what, test) => {
    const port = await freePort();
    const tag = `mopy-health-${randomUUID()}`;
    const context = await temporaryContext({
      'Mopyfile.yaml': `#syntax=mopy/mopy:1
${PYTHON}base: ${base}
project: app/
command: python main.py ${port}
envs: {http_proxy: "http://192.0.2.1:1"}
ports: [${port}]
healthcheck: { ${test(port)}, interval: 500ms, start-interval: 200ms, start-period: 30s, retries: 2 }
volumes: [/data]
`,
      'app/main.py': SERVER,
      'app/http.py': 'raise SystemExit("imported from the project")\n',
    });
    const built = await docker.build(context.folder, [`--tag=${tag}`]);
    await context.remove();
    expect(built.exitCode, built.stderr).toBe(0);
    const ports = await must(['image', 'inspect', '--format={{json .Config.ExposedPorts}}', tag]);
    expect(JSON.parse(ports)).toEqual({ [`${port}/tcp`]: {} });

    const container = await must(['run', '--detach', NETWORK, '--read-only', '--user=12345:0', tag]);
    try {
      await becomes(container, 'healthy');
      await must(['exec', container, 'python', '-c', 'open("/data/sick", "w")']);
      await becomes(container, 'unhealthy');
    } finally {
      await must(['rm', '--force', '--volumes', container]);
    }
  });
});
