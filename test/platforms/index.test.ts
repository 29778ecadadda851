import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureImages } from '../support/engine.js';
import { buildFrontendImage, frontendBuild } from '../support/frontend.js';
import { runPython } from '../support/image.js';
import { mopy } from '../support/mopy.js';
import { emulatedPlatforms } from './emulation.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/flask', import.meta.url));
const MAXSIZE = 2n ** 63n - 1n;

const { run } = await emulatedPlatforms();
/** Those for which there are stand-ins of the example's Python. */
const emulated = run.filter(({ python }) => python === '3.13');
const platforms = ['linux/amd64', ...emulated.map(({ platform }) => platform)];
const sizes = [MAXSIZE, ...emulated.map(({ maxsize }) => maxsize)];

/** The ways to one index, each as a build that pushes it under a name. */
const WAYS: Readonly<Record<string, (name: string) => Promise<{ exitCode: number; stderr: string }>>> = {
  mopy: (name) => mopy(['-platform', platforms.join(), '-push', '-t', name], { cwd: EXAMPLE }),
  'the frontend': async (name) => {
    await buildFrontendImage();
    const output = `--output=type=image,name=${name},push=true`;
    return frontendBuild(EXAMPLE, [`platform=${platforms.join()}`, 'filename=Mopyfile.yaml'], [output]);
  },
};

describe.each(Object.entries(WAYS))('one image for several platforms, by %s', (way, build) => {
  const name = `${process.env['MOPY_ENGINE_REGISTRY']}/platforms-${randomUUID()}:1`;
  beforeAll(async () => {
    await ensureImages('python:3.13', 'python:3.11', ...emulated.map(({ image }) => image));
    const { exitCode, stderr } = await build(name);
    expect(exitCode, `${way}\n${stderr}`).toBe(0);
  });

  it.each(platforms.map((platform, index) => [platform, sizes[index]] as const))(
    'runs on %s',
    async (platform, maxsize) => {
      const program = 'import sys, flask, markupsafe._speedups; print(sys.maxsize, flask.__name__)';
      expect(await runPython(name, program, { platform, entrypoint: 'python' })).toBe(`${maxsize} flask`);
    },
  );
});
