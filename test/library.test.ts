import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BuildPlan,
  type CompileOptions,
  check,
  compile,
  emitDockerfile,
  emitLlb,
  folderContext,
  imageConfig,
  requiredSecrets,
} from '../src/index.js';
import { mopy } from './support/mopy.js';

const MOPYFILE = `#syntax=mopy/mopy:1
python: 3.13
indices: [{url: https://packages.example.com/simple, username: reader, password: hunter2}]
pip: [./greeting/]
`;
const AMD64 = { os: 'linux', architecture: 'amd64' } as const;
const ARM64 = { os: 'linux', architecture: 'arm64' } as const;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mopy-library-'));
  await mkdir(join(folder, 'service/greeting'), { recursive: true });
  await writeFile(join(folder, 'service/greeting/pyproject.toml'), '');
  await writeFile(join(folder, 'service/Mopyfile.yaml'), MOPYFILE);
  await writeFile(join(folder, 'service/Mopyfile.yaml.dockerignore'), 'greeting/secret\n');
});
afterEach(() => rm(folder, { recursive: true }));

const input = (filename = join(folder, 'service/Mopyfile.yaml'), text = MOPYFILE) => ({
  bytes: new TextEncoder().encode(text),
  filename,
});

async function plan(options?: CompileOptions): Promise<BuildPlan> {
  const compiled = await compile(input(), folderContext(join(folder, 'service')), options);
  if (compiled.plan === undefined) {
    throw new Error('the Mopyfile is not valid');
  }
  return compiled.plan;
}

describe('compile without options', () => {
  it('makes what the command line makes', async () => {
    const { stdout, exitCode } = await mopy(['-dockerfile'], { cwd: join(folder, 'service') });
    expect(exitCode).toBe(0);
    expect(emitDockerfile(await plan())).toBe(`${stdout}\n`);
  });

  it('takes the ignore file beside the Mopyfile, which it finds in the context', async () => {
    const compiled = emitDockerfile(await plan());
    expect(compiled).toContain('#     greeting/secret\n');
    const elsewhere = await compile(
      input('/elsewhere/Mopyfile.yaml'),
      folderContext(join(folder, 'service')),
    );
    expect(elsewhere.plan && emitDockerfile(elsewhere.plan)).not.toContain('greeting/secret');
  });

  it('judges versions of Python by the day', async () => {
    const text = MOPYFILE.replace('3.13', '3.12');
    const codes = async (options?: CompileOptions) =>
      (await check(input(undefined, text), folderContext(join(folder, 'service')), options)).map(
        ({ code }) => code,
      );
    expect(await codes({ now: new Date('2024-01-01') })).not.toContain('python-end-of-life');
    expect(await codes({ now: new Date('2040-01-01') })).toContain('python-end-of-life');
  });
});

describe('a plan', () => {
  it('tells which secrets a build needs, when credentials are secrets', async () => {
    expect(requiredSecrets(await plan())).toEqual([]);
    expect(requiredSecrets(await plan({ credentials: 'secret' })).map(({ value }) => value)).toEqual([
      'reader:hunter2',
    ]);
  });

  it('is for the platform that it was made for', async () => {
    expect(imageConfig(await plan({ platforms: [ARM64] }))).toMatchObject({ architecture: 'arm64' });
    const both = await plan({ platforms: [AMD64, ARM64] });
    expect(imageConfig(both, ARM64)).toMatchObject({ architecture: 'arm64' });
    expect(() => imageConfig(both)).toThrow('name one');
    expect(() => emitLlb(both)).toThrow('name one');
  });

  it('becomes LLB that differs in nothing but what is unique', async () => {
    const made = await plan({ platforms: [AMD64] });
    expect(emitLlb(made)).not.toEqual(emitLlb(made));
    const contextSource = {
      kind: 'local',
      name: 'context',
      unique: 'same',
      sharedKeyHint: 'context',
    } as const;
    expect(emitLlb(made, { contextSource })).toEqual(emitLlb(made, { contextSource }));
  });
});
