import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BIN, run, temporaryContext } from '../../support/mopy.js';
import { schemaErrors } from '../../support/published-schemas.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

interface Step {
  readonly run?: string;
}

/** The YAML blocks of docs/ci.md. */
async function examples() {
  const document = await readFile(join(ROOT, 'docs/ci.md'), 'utf8');
  return [...document.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => parse(text));
}

/** The checks of the workflows, as a runner gives them to a shell. */
async function checks(): Promise<readonly string[]> {
  const steps: readonly Step[] = (await examples()).flatMap((block) => [
    ...(block.steps ?? []),
    ...Object.values<{ readonly steps?: readonly Step[] }>(block.jobs ?? {}).flatMap(
      (job) => job.steps ?? [],
    ),
    ...(block.check?.script ?? []).map((line: string) => ({ run: line })),
  ]);
  return steps.flatMap(({ run: line }) => (line?.includes('-check') ? [line] : []));
}

describe('workflows of the documentation', () => {
  let context: Awaited<ReturnType<typeof temporaryContext>>;
  let environment: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    context = await temporaryContext({ 'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.13\n' });
    const bin = join(context.folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'npx'), `#!/bin/sh\nshift\nexec '${process.execPath}' '${BIN}' "$@"\n`);
    await chmod(join(bin, 'npx'), 0o755);
    environment = { PATH: `${bin}${delimiter}${process.env['PATH']}` };
  });
  afterAll(() => context.remove());

  /** As GitHub's runner starts a step. */
  const step = (line: string) =>
    run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', line], {
      cwd: context.folder,
      env: environment,
    });

  it('are workflows by the schema, whole or as steps of a job', async () => {
    const workflows = (await examples()).flatMap(({ steps, ...block }) =>
      steps
        ? [{ on: 'push', jobs: { job: { 'runs-on': 'ubuntu-latest', steps } } }]
        : block.jobs
          ? [block]
          : [],
    );
    expect(workflows.length).toBe(3);
    for (const workflow of workflows) {
      expect(schemaErrors('github-workflow', workflow)).toEqual([]);
    }
  });

  it('check a Mopyfile', async () => {
    const lines = await checks();
    expect(lines.length).toBe(3);
    for (const line of lines) {
      expect(await step(line)).toMatchObject({ exitCode: 0 });
    }
  });

  it('fail at a wrong one, with commands that a runner knows', async () => {
    await writeFile(join(context.folder, 'Mopyfile.yaml'), '#syntax=mopy/mopy:1\npython: 2.7\n');
    for (const line of await checks()) {
      const { exitCode, stdout } = await step(line);
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(line.includes('github') ? /^::error file=Mopyfile\.yaml,line=2,/ : /^$/);
    }
  });
});

describe('the hook for pre-commit', () => {
  it('is one by the schema, and so is the configuration in the documentation', async () => {
    const hooks = parse(await readFile(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8'));
    expect(schemaErrors('pre-commit-hooks', hooks)).toEqual([]);
    const configurations = (await examples()).filter(({ repos }) => repos);
    expect(configurations.length).toBe(1);
    expect(schemaErrors('pre-commit-config', configurations[0])).toEqual([]);
  });

  it('is a command of this package, for Mopyfiles', async () => {
    const [hook] = parse(await readFile(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8'));
    const { bin } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(Object.keys(bin)).toContain(hook.entry.split(' ')[0]);
    const files = new RegExp(hook.files);
    expect(['Mopyfile.yaml', 'services/api/Mopyfile.yml'].every((path) => files.test(path))).toBe(true);
    expect(files.test('MyMopyfile.yaml')).toBe(false);
  });
});
