import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitDockerfile } from '../../src/emit/dockerfile/dockerfile.js';
import type { Platform } from '../../src/plan/plan.js';
import { platformName } from '../../src/plan/platform.js';
import { compareWithBuildkit } from '../fuzz/checks/buildkit.js';
import { type Oracle, startOracle } from '../fuzz/oracle.js';
import { temporaryFolder } from '../support/image.js';
import { compileSample, sampleNames } from '../support/samples.js';

const PLATFORMS: readonly Platform[] = [
  { os: 'linux', architecture: 'arm64' },
  { os: 'linux', architecture: 'arm', variant: 'v7' },
  { os: 'linux', architecture: 'arm', variant: 'v6' },
  { os: 'linux', architecture: '386' },
];
const CASES = sampleNames().flatMap((name) =>
  PLATFORMS.map((platform) => [name, platformName(platform), platform] as const),
);

describe('BuildKit makes the same ops and image of the emitted Dockerfile', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let oracle: Oracle;

  beforeAll(async () => {
    folder = await temporaryFolder();
    const program = `${folder.path}/oracle`;
    const module = fileURLToPath(new URL('../golang', import.meta.url));
    await promisify(execFile)('go', ['-C', module, 'build', '-o', program, './oracle']);
    oracle = startOracle(program);
  });
  afterAll(() => folder?.remove());

  it.each(CASES)('of the sample %s for %s', async (name, _platform, platform) => {
    const plan = await compileSample(name, '', [platform]);
    const fault = await compareWithBuildkit({ plan, platform, dockerfile: emitDockerfile(plan) }, oracle);
    expect(fault).toBeUndefined();
  });
});
