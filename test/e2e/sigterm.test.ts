import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { type ContainerOptions, ensureImages } from '../support/engine.js';
import { evaluate } from '../support/image.js';
import { startContainer } from '../support/running-container.js';

const PROGRAMS = fileURLToPath(new URL('sigterm', import.meta.url));
const files = Object.fromEntries(
  readdirSync(PROGRAMS).map((name) => [`app/${name}`, readFileSync(`${PROGRAMS}/${name}`, 'utf8')]),
);

/** Lines of output, first those before the signal. A program that goes on for ever would end with 137. */
async function stopped(
  image: string,
  words: readonly string[],
  {
    ready = /ready\n/,
    signals = 1,
    settling = 0,
    ...options
  }: ContainerOptions & { ready?: string | RegExp; signals?: number; settling?: number } = {},
) {
  const container = startContainer(image, words, options);
  await container.says(ready);
  await new Promise((resolve) => setTimeout(resolve, settling));
  const { exitCode, stdout, stderr } = await container.stop(signals);
  return { exitCode, lines: stdout.split('\n'), stderr };
}

const ended = (...lines: readonly string[]) => ({ exitCode: 143, lines: ['ready', ...lines], stderr: '' });

const programs: Readonly<Record<string, ReturnType<typeof ended>>> = {
  'main.py': ended('finally', 'atexit'),
  'threads.py': ended('finally', 'atexit'),
  'left_thread.py': ended('atexit'),
  'executor.py': ended('finally', 'done', 'atexit'),
  'coroutines.py': ended('finally', 'atexit'),
  'processes.py': {
    exitCode: 143,
    lines: [
      'fork {-15}',
      'spawn {-15}',
      'forkserver {-15}',
      'default in a child: True',
      'blocked in the parent: nothing',
      'pool: [1, 2]',
      'ready',
      'finally',
    ],
    stderr: '',
  },
  'own_handler.py': { exitCode: 5, lines: ['ready'], stderr: '' },
  'ignores.py': { exitCode: 0, lines: ['ready', 'done'], stderr: '' },
  'executes.py': { exitCode: 0, lines: ['ready', 'done'], stderr: '' },
};

const bases = [
  ['3.11', 'distroless'],
  ['3.11', 'slim'],
  ['3.13', 'distroless'],
  ['3.9.2', 'distroless'],
] as const;

describe.each(bases)('SIGTERM as process 1 of Python %s on %s', (python, base) => {
  beforeAll(() => ensureImages(`python:${python}`));
  const built = builtImage({ 'Mopyfile.yaml': `python: ${python}\nbase: ${base}\nproject: app\n`, ...files });

  it.each(Object.entries(programs))('%s', async (program, expected) => {
    expect(await stopped(built.tar, [program])).toEqual(expected);
  });

  it('ends a program at once when it comes twice', async () => {
    const expected = { exitCode: 143, lines: ['ready', 'swallowed', 'ready'], stderr: '' };
    expect(await stopped(built.tar, ['swallows.py'], { signals: 2 })).toEqual(expected);
  });

  it.each([
    ['by a variable', [], { environment: { MOPY_SIGTERM: 'default' } }],
    ['without site', ['-S'], {}],
  ])('is ignored %s', async (_how, flags, options) => {
    const expected = { exitCode: 0, lines: ['ready', 'done'], stderr: '' };
    const program = "import time; print('ready', flush=True); time.sleep(2); print('done')";
    expect(await stopped(built.tar, [...flags, '-c', program], options)).toEqual(expected);
  });

  it('is handled in isolated mode', async () => {
    expect(await stopped(built.tar, ['-I', '-u', 'main.py'])).toEqual(ended('finally', 'atexit'));
  });

  it('costs no compiling', async () => {
    const cached = '__import__("os").path.exists(__import__("mopy_sigterm").__cached__)';
    expect(await evaluate(built.tar, cached)).toBe(true);
  });
});

describe.each([
  ['3.11', 'slim'],
  ['3.13', 'distroless'],
  ['3.9.2', 'distroless'],
] as const)('servers of Python %s on %s', (python, base) => {
  beforeAll(() => ensureImages(`python:${python}`));
  const built = builtImage({
    'Mopyfile.yaml': `python: ${python}\nbase: ${base}\npip: [gunicorn, uvicorn, celery]\nproject: app\n`,
    ...files,
  });

  it('ends a plain loop', async () => {
    expect(await stopped(built.tar, ['main.py'])).toEqual(ended('finally', 'atexit'));
  });

  it('leaves gunicorn to itself', async () => {
    const words = ['-m', 'gunicorn', '--bind=127.0.0.1:0', 'web:application'];
    const { exitCode, lines, stderr } = await stopped(built.tar, words, { ready: 'Booting worker' });
    expect({ exitCode, lines }, stderr).toEqual({ exitCode: 0, lines: [''] });
    expect(stderr).toContain('Shutting down: Master');
  });

  it('ends uvicorn once it has shut down', async () => {
    const words = ['-m', 'uvicorn', '--port=0', 'web:asynchronous'];
    const { exitCode, lines, stderr } = await stopped(built.tar, words, {
      ready: 'Uvicorn running',
      // It says so before it handles signals: until then SIGTERM ends it as any program.
      settling: 2000,
    });
    expect({ exitCode, lines }, stderr).toEqual({ exitCode: 143, lines: ['shutdown'] });
    expect(stderr).toContain('Application shutdown complete');
  });

  it('leaves celery to itself', async () => {
    const words = ['-m', 'celery', '-A', 'tasks', 'worker', '--concurrency=2', '--loglevel=info'];
    const { exitCode, lines, stderr } = await stopped(built.tar, words, { ready: / ready\.$/m });
    expect(exitCode, stderr).toBe(0);
    expect(lines.at(-1)).toBe('worker: Warm shutdown (MainProcess)');
    // Celery takes what is printed for its log.
    expect(stderr).toMatch(/shutdown$/);
  });
});
