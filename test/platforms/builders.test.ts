import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuilderNodes, startBuilderNodes } from '../support/builder-nodes.js';
import { buildFrontendImage, frontendReference } from '../support/frontend.js';
import { evaluate } from '../support/image.js';
import { mopy, type Result, run } from '../support/mopy.js';
import { canStartDaemon } from '../support/private-daemon.js';
import { testedPlatforms } from './tested-platforms.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/flask', import.meta.url));
const PLATFORMS = '--platform=linux/amd64,linux/arm64';

const arm64 = (await testedPlatforms()).run.find(({ emulated }) => emulated === 'arm64');
const NEEDED = 'needs root, and a kernel that can be told to run its programs';

/** The ways to an index, each as a build with a builder that pushes it under a name. */
const WAYS: Readonly<Record<string, (nodes: BuilderNodes, name: string) => Promise<Result>>> = {
  mopy: ({ builder, environment }, name) =>
    mopy(['-builder', builder, PLATFORMS, '-push', '-t', name], { cwd: EXAMPLE, env: environment }),
  'docker buildx build': async ({ builder, environment }, name) => {
    await buildFrontendImage();
    const frontend = ['--build-arg', `BUILDKIT_SYNTAX=${frontendReference()}`];
    const words = ['--builder', builder, PLATFORMS, '--push', '--tag', name, '--file', 'Mopyfile.yaml'];
    return run('docker', ['buildx', 'build', ...words, ...frontend, '.'], { cwd: EXAMPLE, env: environment });
  },
};

describe.skipIf(!canStartDaemon() || !arm64)(
  `a builder with a node that says it is arm64 (${NEEDED})`,
  () => {
    let nodes: BuilderNodes;
    beforeAll(async () => {
      nodes = await startBuilderNodes('mopy-arm64-node', 'linux/arm64', arm64 ? [arm64.image] : []);
    });
    afterAll(() => nodes?.stop());

    it.each(Object.entries(WAYS))('builds that platform there, by %s', async (_way, build) => {
      const { remote } = nodes;
      await remote.prune();
      const name = `${process.env['MOPY_ENGINE_REGISTRY']}/builders-${randomUUID()}:1`;
      const { exitCode, stderr } = await build(nodes, name);
      expect(exitCode, stderr).toBe(0);
      const { stdout } = await remote.buildctl('du', '--verbose');
      expect(stdout).toContain('linux/arm64');
      expect(stdout).not.toContain('linux/amd64');
      for (const [platform, machine] of [
        ['linux/amd64', 'x86_64'],
        ['linux/arm64', 'aarch64'],
      ] as const) {
        expect(
          await evaluate(name, 'platform.machine()', ['platform', 'flask'], {
            platform,
            entrypoint: 'python',
          }),
        ).toBe(machine);
      }
    });
  },
);
