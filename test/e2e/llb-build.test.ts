import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emitDockerfile } from '../../src/emit/dockerfile/dockerfile.js';
import { emitLlb } from '../../src/emit/llb/emit.js';
import type { BaseImage, Plan } from '../../src/plan/plan.js';
import { temporaryContext } from '../support/mopy.js';
import { copy, environment, numpy, planOf, run, stageOn, wheel } from '../support/plans.js';

const python: BaseImage = {
  reference: 'python:3.11-slim',
  name: 'python:3.11-slim',
  environment: [],
  locations: [],
  workingDirectory: '/',
  user: '',
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mopy-llb-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Builds the plan from its LLB. Answers the exit code and what `buildctl` printed. */
async function build(
  plan: Plan,
  context: string,
  words: readonly string[] = [],
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const contextSource = {
    kind: 'local',
    name: 'context',
    unique: context,
    sharedKeyHint: 'context',
  } as const;
  const llb = emitLlb(plan, { platform: { os: 'linux', architecture: 'amd64' }, contextSource });
  const child = spawn('buildctl', ['build', '--progress=plain', `--local=context=${context}`, ...words]);
  child.stdin.end(llb);
  const [output, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { exitCode, output };
}

it('copies files and folders whatever their names', async () => {
  const names = ['star*x', 'what?x', '[ab]x', 'back\\x', '^caret*', 'blank and $HOME', 'quote\'"', 'ünïcode'];
  const files = names.flatMap((name) => [`${name}/f`, `file ${name}`]);
  const context = await temporaryContext(Object.fromEntries(files.map((file) => [file, file])));
  const copies = names.flatMap((name, index) => [
    copy(undefined, name, `/${index}/folder/`),
    copy(undefined, `file ${name}`, `/${index}/file`, { directory: false }),
  ]);
  const plan = planOf([stageOn('only', undefined, copies)]);
  const [first, second] = [join(folder, 'llb'), join(folder, 'dockerfile')];
  try {
    const { exitCode, output } = await build(plan, context.folder, [`--output=type=local,dest=${first}`]);
    expect(exitCode, output).toBe(0);
    const dockerfile = await mkdtemp(join(folder, 'text-'));
    await writeFile(join(dockerfile, 'Dockerfile'), emitDockerfile(plan));
    await promisify(execFile)('buildctl', [
      'build',
      '--frontend=dockerfile.v0',
      `--local=context=${context.folder}`,
      `--local=dockerfile=${dockerfile}`,
      `--output=type=local,dest=${second}`,
    ]);
  } finally {
    await context.remove();
  }
  for (const result of [first, second]) {
    const copied = names.map(async (name, index) => {
      expect(await readFile(join(result, `${index}/folder/f`), 'utf8')).toBe(`${name}/f`);
      expect(await readFile(join(result, `${index}/file`), 'utf8')).toBe(`file ${name}`);
    });
    await Promise.all(copied);
    expect(await readdir(result)).toHaveLength(names.length);
  }
});

it('shows the lines that a failing step carries out, without credentials', async () => {
  const failing = run(['python', '-c', 'raise SystemExit(3)'], [], { locations: [numpy, wheel] });
  const nonce = environment({ NONCE: folder });
  const plan = planOf([stageOn('only', python, [environment({ PATH: '/usr/local/bin' }), nonce, failing])]);
  const { exitCode, output } = await build(plan, folder);
  expect(exitCode).toBe(1);
  expect(output).toContain('Mopyfile.yaml:3\n');
  expect(output).toContain('   3 | >>>   - numpy\n   4 | >>>   - https://***@example.org/x.whl\n');
  expect(output).not.toContain('hunter2');
});

it('shows the line that asks for a base image that is not there', async () => {
  const image = { ...python, reference: 'python:3.99-slim', locations: [numpy] };
  const plan = planOf([stageOn('only', image, [environment({ PATH: '/bin' }), run(['true'])])]);
  const { exitCode, output } = await build(plan, folder);
  expect(exitCode).toBe(1);
  expect(output).toContain('   3 | >>>   - numpy\n');
  expect(output).toContain('python:3.99-slim: not found');
});

it('keeps the files of concurrent builds apart', async () => {
  const plan = planOf([stageOn('only', undefined, [copy(undefined, 'name', '/name')])]);
  const builds = Array.from({ length: 4 }, async (_, index) => {
    const context = await temporaryContext({ name: `build ${index}` });
    const destination = join(folder, `concurrent-${index}`);
    const { exitCode, output } = await build(plan, context.folder, [
      `--output=type=local,dest=${destination}`,
    ]);
    expect(exitCode, output).toBe(0);
    await context.remove();
    return readFile(join(destination, 'name'), 'utf8');
  });
  expect(await Promise.all(builds)).toEqual(['build 0', 'build 1', 'build 2', 'build 3']);
});
