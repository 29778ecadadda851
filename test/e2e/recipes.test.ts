import { chown, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContainerOptions, ensureImages, runContainer } from '../support/engine.js';
import { buildImage } from '../support/image.js';
import { type RunningContainer, startContainer } from '../support/running-container.js';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));

/** As the recipes' Compose files and Kubernetes manifests run them. */
const READ_ONLY: ContainerOptions = { readOnly: true, dropCapabilities: true, temporary: ['/tmp'] };

/** A service of an example: its address, what it answers at paths, and how it ends on SIGTERM. */
interface Service {
  readonly port: number;
  readonly answers: Readonly<Record<string, RegExp>>;
  readonly goodbye: RegExp;
  readonly exitCode: number;
}

const services: Readonly<Record<string, Service>> = {
  fastapi: {
    port: 8000,
    answers: { '/greetings/you': /^\{"greeting":"hello you"\}$/, '/health': /ok/ },
    goodbye: /closed/,
    // uvicorn sends itself the signal again once it has shut down.
    exitCode: 143,
  },
  django: {
    port: 8000,
    answers: {
      '/': /href="\/static\/style\.[0-9a-f]{12}\.css">hello from Django/,
      '/health': /^ok$/,
      '/static/style.css': /font-family/,
    },
    goodbye: /Shutting down: Master/,
    exitCode: 0,
  },
  flask: {
    port: 8000,
    answers: { '/': /<h1>hello from Flask<\/h1>/, '/health': /^ok$/ },
    goodbye: /Shutting down: Master/,
    exitCode: 0,
  },
  streamlit: {
    port: 8501,
    answers: { '/': /<title>Streamlit<\/title>/, '/_stcore/health': /^ok$/ },
    goodbye: /Stopping/,
    exitCode: 0,
  },
};

beforeAll(() => ensureImages('python:3.13'));

/** An image of an example, on the base that it names or another. */
function exampleImage(name: string, base: 'distroless' | 'slim'): { readonly tar: string } {
  const built = { tar: '' };
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mopy-recipe-'));
    const context = join(folder, name);
    await cp(join(EXAMPLES, name), context, { recursive: true });
    const file = join(context, 'Mopyfile.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^python:/m, `base: ${base}\npython:`));
    built.tar = `${folder}.tar`;
    await buildImage(context, built.tar);
    await rm(folder, { recursive: true });
  });
  afterAll(() => rm(built.tar, { force: true }));
  return built;
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

const cases = Object.entries(services).flatMap(([name, service]) =>
  // The heaviest is built once.
  (name === 'streamlit' ? (['distroless'] as const) : (['distroless', 'slim'] as const)).map(
    (base) => [name, base, service] as const,
  ),
);

describe.each(cases)('the recipe %s on %s', (name, base, { port, answers, goodbye, exitCode }) => {
  const built = exampleImage(name, base);
  let container: RunningContainer;

  beforeAll(() => {
    container = startContainer(built.tar, [], READ_ONLY);
  });

  it.each(Object.entries(answers))('answers at %s', async (path, expected) => {
    expect(await ask(`http://127.0.0.1:${port}${path}`)).toMatch(expected);
  });

  it('ends on SIGTERM with its own code for that', async () => {
    const { stdout, stderr, ...end } = await container.stop();
    expect(stdout + stderr).toMatch(goodbye);
    expect(end).toEqual({ exitCode });
  });
});

describe.each(['distroless', 'slim'] as const)('the recipe celery on %s', (base) => {
  const built = exampleImage('celery', base);

  it('works until SIGTERM, and shuts down warmly', async () => {
    const container = startContainer(built.tar, [], READ_ONLY);
    await container.says('opened');
    const { exitCode, stdout, stderr } = await container.stop();
    expect(exitCode).toBe(0);
    expect(stdout + stderr).toMatch(/Warm shutdown[\s\S]*closed/);
  });
});

describe('the recipe command-line-tool', () => {
  const built = exampleImage('command-line-tool', 'distroless');

  it('shows its help, and takes other words', async () => {
    expect((await runContainer(built.tar, [], READ_ONLY)).stdout).toContain('Usage: wordcount');
    expect(await runContainer(built.tar, ['wordcount', '/etc/os-release'], READ_ONLY)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+$/),
    });
  });
});

describe('the recipe data-job', () => {
  const built = exampleImage('data-job', 'distroless');

  it('writes to its volume', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mopy-volume-'));
    await chown(folder, 65532, 0);
    const options = { ...READ_ONLY, volumes: [`${folder}:/data`] };
    expect(await runContainer(built.tar, [], options)).toMatchObject({ exitCode: 0, stdout: '1 rows' });
    expect(await runContainer(built.tar, [], options)).toMatchObject({ exitCode: 0, stdout: '2 rows' });
    await rm(folder, { recursive: true });
  });
});
