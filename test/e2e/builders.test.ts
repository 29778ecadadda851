import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type BuilderNodes, startBuilderNodes } from '../support/builder-nodes.js';
import { FRONTEND } from '../support/docker.js';
import { runContainer } from '../support/engine.js';
import { buildFrontendImage } from '../support/frontend.js';
import { evaluate, temporaryFolder } from '../support/image.js';
import { mopy, type Result, run, temporaryContext } from '../support/mopy.js';
import { canStartDaemon, type PrivateDaemon } from '../support/private-daemon.js';
import { listen } from '../support/servers/listen.js';
import { printedPieces, stepsOf, stepsThatRan } from '../support/steps.js';

const DOCUMENT = fileURLToPath(new URL('../../docs/ci.md', import.meta.url));
const EXAMPLE = fileURLToPath(new URL('../../examples/hello-world', import.meta.url));

describe.skipIf(!canStartDaemon())('a builder elsewhere', () => {
  let nodes: BuilderNodes;
  beforeAll(async () => {
    await buildFrontendImage([`${process.env['MOPY_ENGINE_REGISTRY']}/${FRONTEND}`]);
    nodes = await startBuilderNodes('mopy-two-nodes', 'linux/386', ['python:3.11@386']);
  });
  afterAll(() => nodes?.stop());

  it('a daemon behind TLS wants the certificates that -tlsdir names', async () => {
    const { remote, certificates, folder } = nodes;
    const output = ['-output', `type=oci,dest=${join(folder, 'tls.tar')}`];
    const build = (...words: readonly string[]) =>
      mopy(['-addr', remote.address, ...words, ...output], { cwd: EXAMPLE });
    // In TLS 1.3 the client may learn of the refusal as an alert or as a closed connection.
    const refused = await build('-tlscacert', join(certificates, 'ca.pem'));
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^error: buildkitd at tcp:\/\/127\.0\.0\.1:\d+ does not answer: /),
    });
    const built = await build('-tlsdir', certificates);
    expect(built.exitCode, built.stderr).toBe(0);
  });

  it('a daemon behind TLS takes the certificates one by one, at the address in BUILDKIT_HOST', async () => {
    const { remote, certificates, folder } = nodes;
    const file = (name: string) => join(certificates, `${name}.pem`);
    const flags = ['-tlscacert', file('ca'), '-tlscert', file('cert'), '-tlskey', file('key')];
    // The certificate is for 127.0.0.1 alone.
    const environment = { BUILDKIT_HOST: remote.address.replace('127.0.0.1', 'localhost') };
    const build = (...words: readonly string[]) =>
      mopy([...flags, ...words, '-output', `type=oci,dest=${join(folder, 'flags.tar')}`], {
        cwd: EXAMPLE,
        env: environment,
      });
    expect(await build()).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/does not answer: .*certificate .*localhost/),
    });
    const built = await build('-tlsservername', '127.0.0.1');
    expect(built.exitCode, built.stderr).toBe(0);
  });

  it('each node of a builder builds the platform that it has', async () => {
    const { remote, builder, environment } = nodes;
    await remote.prune();
    const reference = `${process.env['MOPY_ENGINE_REGISTRY']}/mopy-builders:1`;
    const words = ['-builder', builder, '-platform', 'linux/amd64,linux/386', '-push', '-t', reference];
    const { exitCode, stderr } = await mopy(words, { cwd: EXAMPLE, env: environment });
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain(`building with docker buildx, builder ${builder}`);
    const { stdout } = await remote.buildctl('du', '--verbose');
    expect(stdout).toContain('linux/386');
    expect(stdout).not.toContain('linux/amd64');
    for (const [platform, bits] of [
      ['linux/amd64', 64],
      ['linux/386', 32],
    ] as const) {
      const size = await evaluate(reference, 'sys.maxsize.bit_length() + 1', ['sys'], { platform });
      expect(size).toBe(bits);
    }
  });

  it('builds by the job for GitLab in the documentation, which writes its cache too', async () => {
    const registry = process.env['MOPY_ENGINE_REGISTRY'];
    const name = `${registry}/gitlab-${randomUUID()}`;
    const blocks = [...(await readFile(DOCUMENT, 'utf8')).matchAll(/```yaml\n([\s\S]*?)```/g)];
    const { variables, script } = blocks
      .map(([, block = '']) => parse(block))
      .find(({ image }) => image).image;
    const build = script.find((line: string) => line.startsWith('docker buildx build '));
    const lines = `CI_REGISTRY_IMAGE=${name}; CACHE="${variables.CACHE}"; ${build}`;
    const env = { ...nodes.environment, BUILDX_BUILDER: nodes.builder };
    const { exitCode, stderr } = await run('sh', ['-c', lines], { cwd: EXAMPLE, env });
    expect(exitCode, stderr).toBe(0);
    expect((await runContainer(`${name}:latest`)).stdout).toMatch(
      /^hello from Python 3\.11\.\d+, as nonroot$/,
    );
    const address = `http://${name.replace('/', '/v2/')}/manifests/cache`;
    const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
    expect((await fetch(address, { headers: { accept } })).status).toBe(200);
  });

  /**
   * A daemon that has forgotten everything has the steps of a build from the cache, and runs none. BuildKit's solver
   * looks for results by several keys at once; now and then it sets a step going whose result the cache has (one build
   * of ten where this was measured), which is why a build may be repeated.
   */
  async function expectNothingRuns(remote: PrivateDaemon, build: () => Promise<Result>): Promise<void> {
    const ran: (readonly string[])[] = [];
    while (ran.length < 4 && ran.at(-1)?.length !== 0) {
      await remote.prune();
      const { exitCode, stderr } = await build();
      expect(exitCode, stderr).toBe(0);
      expect(stepsOf(stderr).length).toBeGreaterThan(5);
      ran.push([
        ...stepsThatRan(stderr),
        ...(printedPieces(stderr) === 0 ? [] : ['a step that printed something']),
      ]);
    }
    expect(ran.at(-1), JSON.stringify(ran)).toEqual([]);
  }

  it('a daemon that begins anew runs no step that the cache of a registry has', async () => {
    const { remote, certificates } = nodes;
    const cache = `type=registry,ref=${process.env['MOPY_ENGINE_REGISTRY']}/mopy-builders:cache`;
    const context = await temporaryContext({
      'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.11\npip: [numpy]\n',
    });
    const common = [
      '-addr',
      remote.address,
      '-tlsdir',
      certificates,
      '-progress=rawjson',
      '-o',
      'type=image',
    ];
    const build = (...words: readonly string[]) => mopy([...common, ...words], { cwd: context.folder });
    const first = await build('-cache-to', `${cache},mode=max`);
    expect(first.exitCode, first.stderr).toBe(0);
    expect(printedPieces(first.stderr)).toBeGreaterThan(0);
    await expectNothingRuns(remote, () => build('-cache-from', cache));
    await context.remove();
  });

  it('a node that begins anew has the cache of a registry for its platform, in both ways', async () => {
    const { remote, builder, environment } = nodes;
    const cache = `type=registry,ref=${process.env['MOPY_ENGINE_REGISTRY']}/mopy-builders:cache-386`;
    const options = { cwd: EXAMPLE, env: environment };
    const words = [
      '--builder',
      builder,
      '--platform',
      'linux/386',
      '--progress=rawjson',
      '-o',
      'type=cacheonly',
    ];
    const withMopy = (...more: readonly string[]) => mopy([...words, ...more], options);
    const first = await withMopy('-cache-to', `${cache},mode=max`);
    expect(first.exitCode, first.stderr).toBe(0);
    await expectNothingRuns(remote, () => withMopy('-cache-from', cache));
    const docker = ['buildx', 'build', ...words, '--file', 'Mopyfile.yaml', '--cache-from', cache, '.'];
    await expectNothingRuns(remote, () => run('docker', docker, options));
  });

  // The last test: nothing else can use this node afterwards.
  it('a node that is killed in a step makes mopy say that the connection broke', async () => {
    const { remote, builder, environment } = nodes;
    const server = await listen(() => remote.kill());
    const context = await temporaryContext({
      'Mopyfile.yaml': `#syntax=mopy/mopy:1\npython: 3.11\npip: ["${server.origin}/slow-1.0.tar.gz"]\n`,
      'image.tar': 'old',
    });
    const temporary = await temporaryFolder();
    const words = ['-builder', builder, '-platform', 'linux/386', '-output', 'type=oci,dest=image.tar'];
    const env = { ...environment, TMPDIR: temporary.path };
    const outcome = await mopy(words, { cwd: context.folder, env });
    await server.stop();
    expect(outcome).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        new RegExp(
          `^error: docker failed .*\\n {2}hint: the connection to the builder ${builder} broke: `,
          'm',
        ),
      ),
    });
    expect((await readdir(context.folder)).sort()).toEqual(['Mopyfile.yaml', 'image.tar']);
    expect(await readFile(join(context.folder, 'image.tar'), 'utf8')).toBe('old');
    expect(await readdir(temporary.path)).toEqual([]);
    await context.remove();
    await temporary.remove();
  });
});
