import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Docker, dockerWithFrontend } from '../support/docker.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/hello-world', import.meta.url));

let docker: Docker;
beforeAll(async () => {
  docker = await dockerWithFrontend('containerd', ['python:3.11@386']);
});
afterAll(() => docker?.stop());

it('two platforms are one image in the store that can hold them', async () => {
  const platforms = '--platform=linux/amd64,linux/386';
  const { exitCode, stderr } = await docker.build(EXAMPLE, [platforms, '--tag=mopy-platforms']);
  expect(exitCode, stderr).toBe(0);
  const sizes = ['linux/amd64', 'linux/386'].map(async (platform) => {
    const words = ['run', '--rm', '--network=host', `--platform=${platform}`, 'mopy-platforms'];
    return (await docker.call([...words, '-c', 'import sys; print(sys.maxsize)'])).stdout;
  });
  expect(await Promise.all(sizes)).toEqual([String(2n ** 63n - 1n), String(2n ** 31n - 1n)]);
});
