import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextWith } from '../support/builds.js';
import { type Docker, dockerWithFrontend, NETWORK } from '../support/docker.js';
import { temporaryFolder } from '../support/image.js';
import type { Result } from '../support/mopy.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/hello-world', import.meta.url));

let docker: Docker;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  docker = await dockerWithFrontend();
});
afterAll(async () => {
  await docker?.stop();
  await folder.remove();
});

let count = 0;
/** `docker build` of a Mopyfile, as a person sees it. */
async function buildOf(mopyfile: string, words: readonly string[] = []): Promise<Result> {
  const context = await contextWith(folder.path, `${++count}`, mopyfile);
  return buildIn(context, words);
}

function buildIn(context: string, words: readonly string[]): Promise<Result> {
  const build = ['build', NETWORK, '--progress=plain', '--file=Mopyfile.yaml'];
  return docker.call([...build, ...words, '.'], { cwd: context });
}

describe('questions', () => {
  it.each<[string, string, string]>([
    ['--check', 'python: 3.11\n', 'Check complete, no warnings found.'],
    ['--call=targets', 'python: 3.11\n', 'final (default)'],
    [
      '--call=targets',
      'python: 3.11\ncommand: python -V\nchecks: [python -V]\n',
      'Runs the commands of `checks`',
    ],
    ['--call=outline', 'python: 3.11\npip: ["git+ssh://git@example.org/x.git"]\n', 'SSH'],
    ['--call=subrequests.describe', 'python: 3.11\n', 'outline'],
  ])('are answered: %s', async (question, mopyfile, answer) => {
    const { exitCode, stdout, stderr } = await buildOf(mopyfile, [question]);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain(answer);
  });

  it('about an example have the same answers as data', async () => {
    const { stdout } = await buildIn(EXAMPLE, ['--call=targets,format=json']);
    const { targets } = JSON.parse(stdout);
    expect(targets.map(({ name }: { name: string }) => name)).toContain('final');
  });

  it('show what is to be warned of, with its line', async () => {
    const mopyfile = 'python: 3.11\nindices:\n  - url: http://ada:hunter2@127.0.0.1:9/simple\n';
    const { exitCode, stdout } = await buildOf(mopyfile, ['--check']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('WARNING: index-credentials');
    expect(stdout).toContain('   4 | >>>   - url: http://***@127.0.0.1:9/simple');
    expect(stdout).not.toContain('hunter2');
  });

  it.each([
    ['command: gunicorn app:app --bind 0.0.0.0:$PORT', '`$` of `command` would need a shell'],
    ['project: [app/]', '`app/` does not exist in the build context'],
    ['checks: [{run: python -V, timeout: 2m}]', '`2m` is not a number of seconds'],
  ])('show without a build what is wrong with %s', async (line, message) => {
    const { exitCode, stdout, stderr } = await buildOf(`python: 3.11\n${line}\n`, ['--check']);
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain(message);
    expect(stdout + stderr).toContain(`   3 | >>> ${line}`);
  });

  it('show what is wrong, with its line', async () => {
    const { exitCode, stdout, stderr } = await buildOf('python: 3.11\npipp: []\n', ['--check']);
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain('`pipp` is not a key of a Mopyfile');
    expect(stdout + stderr).toContain('   3 | >>> pipp: []');
  });
});

describe('broken files', () => {
  it('are shown line by line, without credentials', async () => {
    const text = 'python: 3.11\npipp: []\nindices:\n  - password: hunter2\n    usernam: ada\n';
    const { exitCode, stderr } = await buildOf(text);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('   3 | >>> pipp: []');
    expect(stderr).toContain('   6 | >>>     usernam: ***');
    expect(stderr).toContain('   5 |       - password: ***');
    expect(stderr).toContain('did you mean `username`?');
    expect(stderr).not.toMatch(/hunter2|goroutine|at .*mopy\.cjs/);
  });

  it.each<[string, string, string]>([
    ['YAML', 'python: [3.11\n', 'Mopyfile.yaml:'],
    ['an empty file', '', 'python'],
    ['a Python that is not there', 'python: 3.99\n', 'python:3.99'],
    [
      'a missing project',
      'python: 3.11\nproject: nowhere\n',
      '`nowhere` does not exist in the build context',
    ],
  ])('%s', async (_, mopyfile, message) => {
    const { exitCode, stderr } = await buildOf(mopyfile);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/at .*mopy\.cjs/);
  });

  it('is said when there is no such stage', async () => {
    const { exitCode, stderr } = await buildOf('python: 3.11\n', ['--target=nope']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('there is no build stage "nope"; the stages are');
  });
});

describe('a dependency that cannot be had', () => {
  it('is shown in the Mopyfile, without credentials', async () => {
    const url = 'http://ada:hunter2@127.0.0.1:9/mopy_none-1.0-py3-none-any.whl';
    const { exitCode, stderr } = await buildOf(`python: 3.11\nenvs: {PIP_RETRIES: "0"}\npip:\n  - ${url}\n`);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('   5 | >>>   - http://***@127.0.0.1:9/mopy_none-1.0-py3-none-any.whl');
    expect(stderr).toContain('install http://127.0.0.1:9/mopy_none-1.0-py3-none-any.whl with pip');
    expect(stderr).not.toContain('hunter2');
  });
});
