import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MessageDescriptor } from '../../src/protobuf/descriptor.js';
import { descriptors, llbBridgeMethods, llbBridgePath } from '../../src/protobuf/schema.generated.js';

const service = llbBridgePath.slice(1, -1);
const methods = Object.entries(llbBridgeMethods);

/** Runs a program of test/golang, whose module has BuildKit at the engine's version. */
async function runGo(program: string, words: readonly string[] = []): Promise<unknown> {
  const cwd = fileURLToPath(new URL('../golang', import.meta.url));
  const limits = { cwd, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)('go', ['run', `./${program}`, ...words], limits);
  return JSON.parse(stdout);
}

describe("BuildKit's Go module", () => {
  let theirs: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    const names = [...Object.keys(descriptors), ...methods.map(([name]) => `${service}.${name}`)];
    theirs = (await runGo('descriptors', names)) as typeof theirs;
  });

  it.each(Object.entries(descriptors))('has every field of %s', (name, fields: MessageDescriptor) => {
    const known = theirs[name] as Readonly<Record<string, unknown>>;
    const same = fields.map((field) => [field.name, known[field.name]]);
    expect(Object.fromEntries(same)).toEqual(Object.fromEntries(fields.map((field) => [field.name, field])));
  });

  it.each(methods)('has the method %s', (name, method) => {
    expect(theirs[`${service}.${name}`]).toEqual(method);
  });

  it('marshals the recorded ops', async () => {
    const recorded = await readFile(new URL('../emit/llb/golden-ops.json', import.meta.url), 'utf8');
    expect(await runGo('ops')).toEqual(JSON.parse(recorded));
  });
});
