import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csvValue } from '../../src/basics/csv.js';
import { stageOutputs } from '../../src/solve/staged-outputs.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mopy-outputs-'));
});
afterEach(() => rm(folder, { recursive: true }));

const read = (name: string) => readFile(join(folder, name), 'utf8');

/** Stages one output and writes to it as an exporter does. */
async function exported(output: string) {
  const staged = stageOutputs([output], folder);
  await writeFile(csvValue(staged.outputs[0] ?? '', 'dest') ?? '', 'new');
  return staged;
}

describe('files that exporters write', () => {
  it('take their names once the build has succeeded, with the mode and the link that were there', async () => {
    await writeFile(join(folder, 'x,y.tar'), 'old', { mode: 0o600 });
    await symlink('x,y.tar', join(folder, 'link.tar'));
    const staged = await exported('type=oci,name=a,dest=link.tar');
    expect(staged.outputs[0]).toMatch(/^type=oci,name=a,"dest=.*\.tmp"$|^type=oci,name=a,dest=.*\.tmp$/);
    expect(await read('link.tar')).toBe('old');
    await staged.keep();
    await staged.discard();
    expect(await read('x,y.tar')).toBe('new');
    expect((await stat(join(folder, 'x,y.tar'))).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).sort()).toEqual(['link.tar', 'x,y.tar']);
  });

  it.each([
    ['with an older file', 'old'],
    ['with none', undefined],
  ])('leave nothing of a failed build, %s', async (_, old) => {
    if (old !== undefined) {
      await writeFile(join(folder, 'x.tar'), old);
    }
    const staged = await exported('type=docker,"dest=x.tar"');
    await staged.discard();
    expect(await readdir(folder)).toEqual(old === undefined ? [] : ['x.tar']);
    expect(old === undefined ? undefined : await read('x.tar')).toBe(old);
  });
});

it.each([
  'type=local,dest=out',
  'type=oci,tar=false,dest=out',
  'type=oci,dest=-',
  'type=oci,dest=folder',
  'type=oci,dest=no/such/x.tar',
  'type=oci,dest=/dev/null',
  'type=image,name=a',
  'out',
])('leaves %s as it is', async (output) => {
  await mkdir(join(folder, 'folder'));
  expect(stageOutputs([output], folder).outputs).toEqual([output]);
});
