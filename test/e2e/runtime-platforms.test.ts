import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages } from '../support/engine.js';
import { buildImage, runPython } from '../support/image.js';
import { temporaryContext } from '../support/mopy.js';

const MOPYFILE = `#syntax=mopy/mopy:1
python: 3.11
base: slim
runtime-deps: [procps, libmagic1]
pip: [python-magic]
`;

describe('Debian packages for two platforms in one build', () => {
  let tar: string;
  beforeAll(async () => {
    await ensureImages('python:3.11@386');
    const context = await temporaryContext({ 'Mopyfile.yaml': MOPYFILE });
    tar = `${context.folder}.tar`;
    await buildImage(context.folder, tar, ['-platform', 'linux/amd64,linux/386']);
    await context.remove();
  });
  afterAll(() => rm(tar, { force: true }));

  it.each([
    ['linux/amd64', 2n ** 63n - 1n, 'amd64'],
    ['linux/386', 2n ** 31n - 1n, 'i386'],
  ])('work on %s', async (platform, maxsize, architecture) => {
    const program = `
import ctypes.util, magic, subprocess, sys
def run(*words):
    return subprocess.run(words, stdout=subprocess.PIPE, check=True).stdout.decode().split()
print(sys.maxsize, magic.from_buffer(b"%PDF-1.4", mime=True), ctypes.util.find_library("magic"))
print("python" in run("ps", "-e", "-o", "comm"), *run("dpkg-query", "--show", "--showformat=\${Architecture}", "procps"))`;
    expect(await runPython(tar, program, { platform, entrypoint: 'python' })).toBe(
      `${maxsize} application/pdf libmagic.so.1\nTrue ${architecture}`,
    );
  });
});
