import { readFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ENGINE } from '../support/engine.js';
import { temporaryFolder } from '../support/image.js';
import { expectAgreement, expectUpToDate, lockSamples } from '../support/lock-samples.js';

const file = (name: string) => fileURLToPath(new URL(`../lock/${name}`, import.meta.url));

/** Samples whose locks are made anew, from what indices have today. */
const SAMPLES = {
  uv: ['groups', 'members', 'workspace', 'prereleases'],
  poetry: ['own-table', 'git'],
  'poetry-1': ['own-table', 'git', 'indices'],
  pdm: ['paths', 'indices'],
  pipenv: ['groups'],
  pylock: ['git', 'pdm'],
};

/** Installs the tool of a line of `tools.txt` into an environment of its own, and names it in `bin`. */
async function install(line: string, python: string, folder: string): Promise<void> {
  const [, given, words = ''] = /^(?:([\w.-]+): )?(.*)$/.exec(line) ?? [];
  const [tool = '', ...others] = words.split(' ');
  const own = tool.replace(/==.*/, '');
  const name = given ?? own;
  const programs = join(folder, 'programs', name);
  const beside = others.flatMap((one) => ['--with', one]);
  await execa(join(dirname(python), 'uv'), ['tool', 'install', '--python', python, ...beside, tool], {
    env: { UV_TOOL_DIR: join(folder, 'tools', name), UV_TOOL_BIN_DIR: programs },
  });
  await mkdir(join(folder, 'bin'), { recursive: true });
  await symlink(join(programs, own), join(folder, 'bin', name));
}

describe('locks as the tools make them today', () => {
  let tools: Awaited<ReturnType<typeof temporaryFolder>>;
  let python: string;
  beforeAll(async () => {
    tools = await temporaryFolder();
    const environment = join(tools.path, 'environment');
    await execa(ENGINE, ['python', '-m', 'venv', environment]);
    python = join(environment, 'bin', 'python');
    const [, uv] = /^(uv==.*)$/m.exec(readFileSync(file('tools.txt'), 'utf8')) ?? [];
    await execa(python, ['-m', 'pip', 'install', '--quiet', 'packaging>=26.1', `${uv}`]);
    for (const line of readFileSync(file('tools.txt'), 'utf8').split('\n')) {
      if (line !== '' && !line.startsWith('#')) {
        await install(line, python, tools.path);
      }
    }
    return () => tools.remove();
  });

  it.each(Object.entries(SAMPLES))('%s', async (format, names) => {
    const made = await temporaryFolder();
    onTestFinished(() => made.remove());
    const words = ['--into', made.path, ...names.map((name) => `${format}/${name}`)];
    await execa(python, [file('make-samples.py'), ...words], {
      env: { PATH: `${join(tools.path, 'bin')}${delimiter}${process.env['PATH']}` },
    });
    const samples = lockSamples(made.path);
    expect(new Set(samples.map(({ title }) => title)).size).toBe(names.length);
    for (const sample of samples) {
      for (const environment of Object.keys(sample.expected)) {
        expectAgreement(sample, environment);
      }
      await expectUpToDate(sample);
    }
  });
});
