import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type ContainerOptions, ensureImages, runContainer } from '../support/engine.js';
import { buildImage } from '../support/image.js';
import { mopy } from '../support/mopy.js';
import { startContainer } from '../support/running-container.js';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));

const READ_ONLY: ContainerOptions = { readOnly: true, dropCapabilities: true, temporary: ['/tmp'] };

/** The entries of `pip`, with the lines around them. */
const PIP = /^pip:\n(?: {2}.*\n)+/m;

/**
 * The image of an example, built with the Mopyfile that `-init` writes. The versions are those of the example's own
 * Mopyfile, which the files of most examples do not say: the packages are then installed once for both.
 */
async function initImage(name: string): Promise<{ readonly tar: string; readonly text: string }> {
  await ensureImages('python:3.13');
  const folder = await mkdtemp(join(tmpdir(), 'mopy-init-'));
  const context = join(folder, name);
  await cp(join(EXAMPLES, name), context, { recursive: true });
  const file = join(context, 'Mopyfile.yaml');
  const [versions = ''] = PIP.exec(await readFile(file, 'utf8')) ?? [];
  await rm(file);
  const { exitCode, stderr } = await mopy(['-init'], { cwd: context });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining('next: ') });
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(PIP, versions));
  const tar = `${folder}.tar`;
  await buildImage(context, tar);
  await rm(folder, { recursive: true });
  return { tar, text };
}

/** The text at an address, as soon as something listens there. */
async function ask(url: string): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await (await fetch(url)).text();
    } catch (error) {
      if (attempt === 300) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

describe('an image of a Mopyfile that -init wrote', () => {
  it.each([
    ['fastapi', 8000, '/health', /ok/],
    ['flask', 8000, '/', /<h1>hello from Flask<\/h1>/],
    ['django', 8000, '/', /href="\/static\/style\.[0-9a-f]{12}\.css">hello from Django/],
    ['streamlit', 8501, '/_stcore/health', /^ok$/],
  ])('answers: %s', async (name, port, path, expected) => {
    const { tar, text } = await initImage(name);
    const container = startContainer(tar, [], READ_ONLY);
    expect(text).toContain(`ports: [${port}]`);
    expect(await ask(`http://127.0.0.1:${port}${path}`)).toMatch(expected);
    await container.stop();
    await rm(tar);
  });

  it('works until it is stopped: celery', async () => {
    const { tar } = await initImage('celery');
    const container = startContainer(tar, [], { ...READ_ONLY, environment: { BROKER_URL: 'memory://' } });
    await container.says('ready');
    expect(await container.stop()).toMatchObject({ exitCode: 0 });
    await rm(tar);
  });

  it('runs: command-line-tool', async () => {
    const { tar } = await initImage('command-line-tool');
    expect((await runContainer(tar, ['wordcount', '--help'], READ_ONLY)).stdout).toContain(
      'Usage: wordcount',
    );
    await rm(tar);
  });
});
