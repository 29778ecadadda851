import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureImages } from '../support/engine.js';
import { buildFrontendImage, frontendBuild } from '../support/frontend.js';
import { runPython } from '../support/image.js';
import { mopy, type Result } from '../support/mopy.js';
import { SKIPPED, testedPlatforms } from './tested-platforms.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/flask', import.meta.url));

const { run, skipped } = await testedPlatforms();
const platforms = [{ platform: 'linux/amd64', maxsize: 2n ** 63n - 1n }, ...run];
const LIST = platforms.map(({ platform }) => platform).join();

/** The ways to one index, each as a build that pushes it under a name. */
const WAYS: Readonly<Record<string, (name: string) => Promise<Result>>> = {
  mopy: (name) => mopy(['-platform', LIST, '-push', '-t', name], { cwd: EXAMPLE }),
  'the frontend': async (name) => {
    await buildFrontendImage();
    const output = `--output=type=image,name=${name},push=true`;
    return frontendBuild(EXAMPLE, [`platform=${LIST}`, 'filename=Mopyfile.yaml'], [output]);
  },
};

describe.each(Object.entries(WAYS))('one image for several platforms, by %s', (way, build) => {
  const name = `${process.env['MOPY_ENGINE_REGISTRY']}/platforms-${randomUUID()}:1`;
  beforeAll(async () => {
    await ensureImages(...run.map(({ image }) => image));
    const { exitCode, stderr } = await build(name);
    expect(exitCode, `${way}\n${stderr}`).toBe(0);
  });

  it.each(platforms)('runs on $platform', async ({ platform, maxsize }) => {
    const program = 'import sys, flask, markupsafe._speedups; print(sys.maxsize, flask.__name__)';
    expect(await runPython(name, program, { platform, entrypoint: 'python' })).toBe(`${maxsize} flask`);
  });

  it.skip.each(skipped)(`runs on $platform ${SKIPPED}`, () => {});
});
