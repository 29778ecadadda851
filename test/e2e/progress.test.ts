import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { uncachedEnvs } from '../support/built-image.js';
import { BIN, mopy, run, temporaryContext } from '../support/mopy.js';

const HEADING = '#syntax=mopy/mopy:1\npython: 3.11\nproject: main.py\n';

interface Build {
  readonly exitCode: number;
  /** The text on standard error, or on the terminal. */
  readonly text: string;
}

type Start = (folder: string, words: readonly string[]) => Promise<Build>;

/** As in CI: no terminal anywhere. */
async function withoutTerminal(folder: string, words: readonly string[]): Promise<Build> {
  const { exitCode, stderr } = await mopy(words, { cwd: folder });
  return { exitCode, text: stderr };
}

/** On a pseudo-terminal of 80 columns (`script` of util-linux, which Debian has everywhere). */
async function onTerminal(folder: string, words: readonly string[]): Promise<Build> {
  const line = ['stty', 'cols', '80;', 'exec', process.execPath, BIN, ...words].join(' ');
  const { exitCode, stdout } = await run('script', ['-qec', line, '/dev/null'], {
    cwd: folder,
    env: { TERM: 'xterm' },
  });
  return { exitCode, text: stripVTControlCharacters(stdout).replaceAll('\r', '') };
}

async function built(start: Start, keys: string, words: readonly string[] = []): Promise<Build> {
  const context = await temporaryContext({
    'Mopyfile.yaml': HEADING + keys,
    'main.py': `print("${randomUUID()}")\n`,
  });
  const output = words.length === 0 ? ['-output', `type=oci,dest=${context.folder}.tar`] : words;
  try {
    const { exitCode, text } = await start(context.folder, output);
    return { exitCode, text: masked(text.replaceAll(context.folder, 'FOLDER')) };
  } finally {
    await context.remove();
    await rm(`${context.folder}.tar`, { force: true });
  }
}

/** Times, sizes, digests and random names change from run to run. */
function masked(text: string): string {
  return text
    .replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:…')
    .replaceAll(/mopy-e2e-\w+/g, 'mopy-e2e')
    .replaceAll(/\b(?:\d+ min )?\d+(?:\.\d+)? ?s\b/g, 'TIME')
    .replaceAll(/\d+\.\d MB/g, 'SIZE')
    .replaceAll(/\d+ steps? run, \d+ cached/g, 'STEPS');
}

/**
 * The names of steps and jobs. Their numbers and order change, and one that was named early has its end on a line of its
 * own. A base image that another build looks up at the same time has the name that it has there.
 */
function steps(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => /^#\d+ (?:\[|exporting)/.test(line));
  const names = lines.map((line) => line.replace(/^#\d+ /, '').replace(/ (?:DONE TIME|CACHED)$/, ''));
  return [...new Set(names.filter((name) => !name.includes('FROM ')))].sort();
}

describe('a build that nobody watches', () => {
  it('has a line for each step that a Mopyfile asks for', async () => {
    const { exitCode, text } = await built(withoutTerminal, `pip: [six]\n${uncachedEnvs()}`);
    expect(exitCode, text).toBe(0);
    expect(steps(text).join('\n')).toMatchInlineSnapshot(`
      "[build 2/4] make the virtual environment
      [build 3/4] install six with pip
      [build 4/4] collect the shared libraries that the dependencies load
      [check 1/1] check that the dependencies load
      [final  3/21] add the shared libraries
      [final 20/21] add the environment
      [final 21/21] add the project
      [imports 5/6] check what /home/nonroot/main.py imports
      [imports 6/6] list the shared libraries
      [interpreter 2/2] collect the interpreter
      [libraries 5/5] list the shared libraries
      [project 1/1] copy main.py
      [project-files 1/1] read main.py
      [requirements 1/1] write the list of requirements
      exporting to oci image format"
    `);
    expect(text.split('\n').slice(-2).join('\n')).toMatchInlineSnapshot(`
      "built in TIME; STEPS; SIZE compressed in 22 layers; sha256:…
      wrote type=oci,dest=FOLDER.tar,name=mopy-e2e"
    `);
    expect(text.split('\n').length).toBeLessThanOrEqual(60);
  });

  it.each([
    ['apt', 'build-deps:\n  - libnonexistent-dev\npip: [six]\n'],
    ['pip', 'pip:\n  - six\n  - nonexistent-distribution==9\n'],
    ['prepare', `prepare:\n  - python -c "import sys; print('no model', file=sys.stderr); sys.exit(3)"\n`],
    ['checks', `checks:\n  - python -c "raise SystemExit('no database')"\n`],
    ['command', 'pip: [gunicorn]\ncommand: gunicron main:app\n'],
  ])('ends with the reason when %s fails', async (_, keys) => {
    const { exitCode, text } = await built(withoutTerminal, `${keys}${uncachedEnvs()}`);
    const ending = text
      .slice(text.indexOf('\nfailed: ') + 1)
      .replace(/RUN: [\w-]+/, 'RUN: …')
      // Where there is something to load into.
      .replace(/\n {2}hint: for a shell .*/, '');
    expect(exitCode).toBe(1);
    expect(ending.split('\n').length, ending).toBeLessThanOrEqual(15);
    expect(ending).toMatchSnapshot();
  });

  it('ends with the reason when a registry does not answer', async () => {
    const { exitCode, text } = await built(withoutTerminal, '', ['-push', '-t', '127.0.0.1:1/app:1']);
    expect(exitCode).toBe(1);
    // Of several requests the daemon names one.
    const [what, reason, ...rest] = text.slice(text.indexOf('\nfailed: ') + 1).split('\n');
    expect(what, text).toBe('failed: exporting to image:');
    expect(reason).toMatch(/^ {2}failed to push 127\.0\.0\.1:1\/app:1: ./);
    expect(rest).toEqual([
      'error: buildctl failed with exit code 1',
      '  hint: the image is built and in the cache: once the registry takes it, the same command pushes it and runs no step again',
    ]);
  });
});

it('leaves a terminal of 80 columns to the engine, and ends with what was made', async () => {
  const { exitCode, text } = await built(onTerminal, uncachedEnvs());
  const lines = text.split('\n').map((line) => line.trimEnd());
  expect(exitCode, text).toBe(0);
  expect(text).toContain('[final ');
  expect(lines.filter((line) => /^ ?=> /.test(line) && line.length > 80)).toEqual([]);
  expect(lines.slice(-2).join('\n')).toMatchInlineSnapshot(`
    "built in TIME; SIZE compressed in 4 layers; sha256:…
    wrote type=oci,dest=FOLDER.tar,name=mopy-e2e"
  `);
});
