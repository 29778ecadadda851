import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Docker, dockerWithFrontend, NETWORK } from '../support/docker.js';
import { SKIPPED, testedPlatforms } from './tested-platforms.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/flask', import.meta.url));
const IMAGE = 'mopy-emulated-platforms';

const { run, skipped } = await testedPlatforms();
const platforms = [{ platform: 'linux/amd64', maxsize: 2n ** 63n - 1n }, ...run];

describe('one image for several platforms, by docker build', () => {
  let docker: Docker;
  beforeAll(async () => {
    docker = await dockerWithFrontend('containerd', ['python:3.13', ...run.map(({ image }) => image)]);
    const list = platforms.map(({ platform }) => platform).join();
    const { exitCode, stderr } = await docker.build(EXAMPLE, [`--platform=${list}`, `--tag=${IMAGE}`]);
    expect(exitCode, stderr).toBe(0);
  });
  afterAll(() => docker?.stop());

  it.each(platforms)('runs on $platform', async ({ platform, maxsize }) => {
    const program = 'import sys, flask, markupsafe._speedups; print(sys.maxsize)';
    const words = [
      'run',
      '--rm',
      NETWORK,
      `--platform=${platform}`,
      '--entrypoint=python',
      IMAGE,
      '-c',
      program,
    ];
    const { stdout, stderr } = await docker.call(words);
    expect(stdout, stderr).toBe(String(maxsize));
  });

  it.skip.each(skipped)(`runs on $platform ${SKIPPED}`, () => {});
});
