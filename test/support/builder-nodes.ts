import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeAuthority } from './authority.js';
import { type RunningEngine, startDocker } from './engine.js';
import { temporaryFolder } from './image.js';
import { run } from './mopy.js';
import { type PrivateDaemon, startPrivateDaemon } from './private-daemon.js';
import { freePort } from './servers/listen.js';

/** A builder of docker buildx with two nodes, both of the driver `remote`. */
export interface BuilderNodes {
  readonly builder: string;
  /** A folder of the nodes for what tests write. */
  readonly folder: string;
  /** Of the second node, and of its clients. */
  readonly certificates: string;
  /** Variables with which `docker` knows the builder. */
  readonly environment: RunningEngine['environment'];
  /** The second node: a daemon of its own behind TLS, which may be killed. */
  readonly remote: PrivateDaemon;
  stop(): Promise<void>;
}

/**
 * The first node is the daemon that all tests share and has `linux/amd64`; the second one says that it has `platform`.
 * Both find the base images.
 */
export async function startBuilderNodes(
  builder: string,
  platform: string,
  images: readonly string[],
): Promise<BuilderNodes> {
  const temporary = await temporaryFolder();
  const certificates = await makeCertificates(temporary.path);
  const docker = await startDocker('containerd', images);
  const tlsOptions = { port: await freePort(), folder: certificates };
  const remote = await startPrivateDaemon({ tls: tlsOptions, isolation: {} });
  const create = (address: string, words: readonly string[]) =>
    must(docker, ['create', '--name', builder, '--driver', 'remote', ...words, address]);
  const tls = ['ca', 'cert', 'key'].map(
    (name) => `${name === 'ca' ? 'cacert' : name}=${certificates}/${name}.pem`,
  );
  await create(`${docker.environment['BUILDKIT_HOST']}`, [
    '--platform',
    'linux/amd64',
    '--driver-opt',
    'default-load=false',
  ]);
  await create(remote.address, ['--append', '--platform', platform, '--driver-opt', tls.join()]);
  return {
    builder,
    folder: temporary.path,
    certificates,
    environment: docker.environment,
    remote,
    stop: async () => {
      await must(docker, ['rm', '--force', builder]);
      await remote.stop();
      await docker.stop();
      await temporary.remove();
    },
  };
}

/** One certificate for both sides, under the names that buildctl looks for. */
async function makeCertificates(parent: string): Promise<string> {
  const { authority, server } = await makeAuthority(parent, 'authority');
  const folder = join(parent, 'certificates');
  await mkdir(folder);
  const files = { 'ca.pem': authority, 'cert.pem': server.cert, 'key.pem': server.key };
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
}

async function must({ environment }: RunningEngine, words: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await run('docker', ['buildx', ...words], { env: environment });
  if (exitCode !== 0) {
    throw new Error(stderr);
  }
}
