import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MessageDescriptor } from '../../src/protobuf/descriptor.js';
import { descriptors, llbBridgeMethods, llbBridgePath } from '../../src/protobuf/schema.generated.js';
import verdicts from '../context/ignore/ignore-verdicts.json' with { type: 'json' };
import { startOracle } from '../fuzz/oracle.js';

const service = llbBridgePath.slice(1, -1);
const methods = Object.entries(llbBridgeMethods);

/** Runs Go in test/golang, whose module has BuildKit at the engine's version. */
async function go(...words: readonly string[]): Promise<string> {
  const cwd = fileURLToPath(new URL('../golang', import.meta.url));
  const { stdout } = await promisify(execFile)('go', words, { cwd, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** The verdicts of Docker's matcher on the recorded ignore files. */
async function judged(): Promise<typeof verdicts> {
  const folder = await mkdtemp(join(tmpdir(), 'mopy-oracle-'));
  try {
    await go('build', '-o', join(folder, 'oracle'), './oracle');
    const oracle = startOracle(join(folder, 'oracle'));
    const cases = verdicts.cases.map(async ({ file }) => {
      const answer = await oracle.ignored({ ignoreFile: file, paths: verdicts.paths });
      return answer.error === undefined
        ? { file, patterns: [...(answer.patterns ?? [])], ignored: [...answer.ignored] }
        : { file, patterns: null, ignored: [] };
    });
    return { ...verdicts, cases: await Promise.all(cases) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("BuildKit's Go module", () => {
  let theirs: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    const names = [...Object.keys(descriptors), ...methods.map(([name]) => `${service}.${name}`)];
    theirs = JSON.parse(await go('run', './descriptors', ...names)) as typeof theirs;
  });

  it.each(Object.entries(descriptors))('has every field of %s', (name, fields: MessageDescriptor) => {
    const known = theirs[name] as Readonly<Record<string, unknown>>;
    const same = fields.map((field) => [field.name, known[field.name]]);
    expect(Object.fromEntries(same)).toEqual(Object.fromEntries(fields.map((field) => [field.name, field])));
  });

  it.each(methods)('has the method %s', (name, method) => {
    expect(theirs[`${service}.${name}`]).toEqual(method);
  });

  // A new ignore file needs no more than its `file` in the list of cases: `UPDATE=1` writes the rest.
  it('judges ignore files as recorded', async () => {
    const now = await judged();
    if (process.env['UPDATE']) {
      await writeFile(
        new URL('../context/ignore/ignore-verdicts.json', import.meta.url),
        JSON.stringify(now, null, 2),
      );
    }
    expect(now).toEqual(verdicts);
  });

  it('marshals the recorded ops', async () => {
    const recorded = await readFile(new URL('../emit/llb/golden-ops.json', import.meta.url), 'utf8');
    expect(JSON.parse(await go('run', './ops'))).toEqual(JSON.parse(recorded));
  });
});
