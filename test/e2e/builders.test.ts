import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeAuthority } from '../support/authority.js';
import { ensureImages, type RunningEngine, startDocker } from '../support/engine.js';
import { evaluate, temporaryFolder } from '../support/image.js';
import { mopy, run, temporaryContext } from '../support/mopy.js';
import { canStartDaemon, type PrivateDaemon, startPrivateDaemon } from '../support/private-daemon.js';
import { freePort } from '../support/servers/listen.js';
import { stepsOf, stepsThatRan } from '../support/steps.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/hello-world', import.meta.url));
const BUILDER = 'mopy-two-nodes';

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let certificates: string;
let docker: RunningEngine;
let remote: PrivateDaemon;

beforeAll(async () => {
  await ensureImages('python:3.11@386');
  temporary = await temporaryFolder();
  certificates = await makeCertificates(temporary.path);
  docker = await startDocker('containerd', []);
  remote = await startPrivateDaemon({ port: await freePort(), folder: certificates });
});
afterAll(async () => {
  await run('docker', ['buildx', 'rm', '--force', BUILDER], { env: docker.environment });
  await remote?.stop();
  await docker?.stop();
  await temporary?.remove();
});

/** One certificate for both sides, under the names that buildctl looks for. */
async function makeCertificates(parent: string): Promise<string> {
  const { authority, server } = await makeAuthority(parent, 'authority');
  const folder = join(parent, 'certificates');
  await mkdir(folder);
  const files = { 'ca.pem': authority, 'cert.pem': server.cert, 'key.pem': server.key };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
}

async function create(address: string, platform: string, more: readonly string[]): Promise<void> {
  const words = [
    'buildx',
    'create',
    '--name',
    BUILDER,
    '--driver',
    'remote',
    '--platform',
    platform,
    ...more,
  ];
  const { exitCode, stderr } = await run('docker', [...words, address], { env: docker.environment });
  expect(exitCode, stderr).toBe(0);
}

it.runIf(canStartDaemon())('a daemon behind TLS wants the certificates that -tlsdir names', async () => {
  const build = (...words: readonly string[]) =>
    mopy(['-addr', remote.address, ...words, '-output', `type=oci,dest=${join(temporary.path, 'tls.tar')}`], {
      cwd: EXAMPLE,
    });
  // In TLS 1.3 the client may learn of the refusal as an alert or as a closed connection.
  const refused = await build('-tlscacert', join(certificates, 'ca.pem'));
  expect(refused).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^error: buildkitd at tcp:\/\/127\.0\.0\.1:\d+ does not answer: /),
  });
  const built = await build('-tlsdir', certificates);
  expect(built.exitCode, built.stderr).toBe(0);
});

it.runIf(canStartDaemon())('each node of a builder builds the platform that it has', async () => {
  const tls = ['cacert=ca.pem', 'cert=cert.pem', 'key=key.pem'].map((pair) =>
    pair.replace('=', `=${certificates}/`),
  );
  await create(`${docker.environment['BUILDKIT_HOST']}`, 'linux/amd64', [
    '--driver-opt',
    'default-load=false',
  ]);
  await create(remote.address, 'linux/386', ['--append', '--driver-opt', tls.join(',')]);
  await remote.prune();
  const reference = `${process.env['MOPY_ENGINE_REGISTRY']}/mopy-builders:1`;
  const platforms = ['-platform', 'linux/amd64,linux/386'];
  const { exitCode, stderr } = await mopy(['-builder', BUILDER, ...platforms, '-push', '-t', reference], {
    cwd: EXAMPLE,
    env: docker.environment,
  });
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toContain(`building with docker buildx, builder ${BUILDER}`);
  const { stdout } = await remote.buildctl('du', '--verbose');
  expect(stdout).toContain('linux/386');
  for (const [platform, bits] of [
    ['linux/amd64', 64],
    ['linux/386', 32],
  ] as const) {
    const size = await evaluate(reference, 'sys.maxsize.bit_length() + 1', ['sys'], { platform });
    expect(size).toBe(bits);
  }
});

it.runIf(canStartDaemon())('a new daemon runs no step that the cache of a registry has', async () => {
  const cache = `type=registry,ref=${process.env['MOPY_ENGINE_REGISTRY']}/mopy-builders:cache`;
  const context = await temporaryContext({
    'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.11\npip: [numpy]\n',
  });
  const build = (...words: readonly string[]) =>
    mopy(
      ['-addr', remote.address, '-tlsdir', certificates, '-progress=rawjson', '-o', 'type=image', ...words],
      { cwd: context.folder },
    );
  const first = await build('-cache-to', `${cache},mode=max`);
  expect(first.exitCode, first.stderr).toBe(0);
  await remote.prune();
  const second = await build('-cache-from', cache);
  expect(second.exitCode, second.stderr).toBe(0);
  expect(stepsOf(second.stderr).length).toBeGreaterThan(5);
  expect(stepsThatRan(second.stderr)).toEqual([]);
  await context.remove();
});
