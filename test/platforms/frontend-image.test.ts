import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureImages, runContainer } from '../support/engine.js';
import { buildctl, buildFrontendIndex } from '../support/frontend.js';
import { runPython } from '../support/image.js';
import { mopy, temporaryContext } from '../support/mopy.js';
import { SKIPPED, testedPlatforms } from './tested-platforms.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/flask', import.meta.url));

const DOCKERFILE = fileURLToPath(new URL('../../Dockerfile', import.meta.url));

const { run, skipped } = await testedPlatforms();
const withNode = run.filter(({ hasNode }) => hasNode);
const testedWithoutNode = run.filter(({ hasNode }) => !hasNode);

describe("the frontend's image, as one index", () => {
  const name = `${process.env['MOPY_ENGINE_REGISTRY']}/mopy-platforms:test`;
  beforeAll(async () => {
    await ensureImages(...withNode.map(({ image }) => image));
    await buildFrontendIndex(name, ['linux/amd64', ...withNode.map(({ platform }) => platform)]);
  });

  it.each(withNode)(
    'is the command line on $platform, and makes the same Dockerfile',
    async ({ platform }) => {
      const volumes = [`${EXAMPLE}:/work:ro`];
      const { exitCode, stdout, stderr } = await runContainer(name, ['-dockerfile'], { platform, volumes });
      expect(exitCode, stderr).toBe(0);
      expect(stdout).toBe((await mopy(['-dockerfile'], { cwd: EXAMPLE })).stdout);
    },
  );

  it.each(withNode)('builds an image as a frontend that runs as $platform', async ({ platform }) => {
    const image = `${process.env['MOPY_ENGINE_REGISTRY']}/built-by-platforms:1`;
    const source = await underOwnName(platform);
    const context = await temporaryContext({
      'Mopyfile.yaml': 'python: 3.13\nproject: main.py\n',
      'main.py': '',
    });
    const options = [`source=${source}`, 'filename=Mopyfile.yaml', `platform=${platform}`];
    const output = `--output=type=image,name=${image},push=true`;
    const { exitCode, stderr } = await buildctl('gateway.v0', context.folder, options, [output]);
    await context.remove();
    expect(exitCode, stderr).toBe(0);
    expect(await runPython(image, 'print(1)', { platform, entrypoint: 'python' })).toBe('1');
  });

  /**
   * BuildKit takes a frontend for its own platform alone: the files for another one, in an image that is said to be for that
   * one. Returns its name.
   */
  async function underOwnName(platform: string): Promise<string> {
    const [, settings] = (await readFile(DOCKERFILE, 'utf8')).split('COPY --from=node /image /\n');
    const reference = `${name}-${platform.replaceAll('/', '-')}`;
    const context = await temporaryContext({
      Dockerfile: `FROM --platform=${platform} ${name} AS other\nFROM scratch\nCOPY --from=other / /\n${settings}`,
    });
    const output = `--output=type=image,name=${reference},push=true`;
    const { exitCode, stderr } = await buildctl('dockerfile.v0', context.folder, [], [output]);
    await context.remove();
    expect(exitCode, stderr).toBe(0);
    return reference;
  }

  it.skip.each(testedWithoutNode)(
    'is not made for $platform (skipped: no Debian among the base images has Node for it)',
    () => {},
  );

  it.skip.each(skipped)(`is the command line on $platform ${SKIPPED}`, () => {});
});
