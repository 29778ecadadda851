import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureImages, runContainer } from '../support/engine.js';
import { buildFrontendIndex } from '../support/frontend.js';
import { mopy } from '../support/mopy.js';
import { emulatedPlatforms } from './emulation.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/flask', import.meta.url));

const { run } = await emulatedPlatforms();
/** Debian has no Node for the processors of `linux/arm/v6`. */
const withNode = run.filter(({ architecture }) => architecture !== 'armel');

describe.each(withNode)("the frontend's image for $platform", ({ platform, engineName, image }) => {
  const name = `${process.env['MOPY_ENGINE_REGISTRY']}/mopy-${engineName}:test`;
  beforeAll(async () => {
    await ensureImages(image);
    await buildFrontendIndex(name, [platform]);
  });

  it('is the command line, and makes the same Dockerfile', async () => {
    const volumes = [`${EXAMPLE}:/work:ro`];
    const { exitCode, stdout, stderr } = await runContainer(name, ['-dockerfile'], { platform, volumes });
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toBe((await mopy(['-dockerfile'], { cwd: EXAMPLE })).stdout);
  });
});
