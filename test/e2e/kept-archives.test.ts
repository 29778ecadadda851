import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages } from '../support/engine.js';
import { readOnlyImage } from '../support/layout.js';
import { lockOf } from '../support/locked-project.js';
import { temporaryContext } from '../support/mopy.js';
import { wheel } from '../support/packages.js';
import { buildWithMopy } from '../support/progress-builds.js';
import { packageIndex } from '../support/servers/package-index.js';

const FILES = ['mopy-one', 'mopy-two', 'mopy-three'].map(wheel);

/** A project whose lock is for an index of its own, of which nothing is kept yet. */
async function startProject(python: string) {
  const files = [...FILES];
  const index = await packageIndex({ main: { files } });
  const url = `http://127.0.0.1:${index.port}/main/simple`;
  const context = await temporaryContext({
    'Mopyfile.yaml': `python: ${python}\nindices:\n  - {url: ${url}, default: true}\npip: [./uv.lock]\n`,
    '.dockerignore': '.image\n',
  });
  return {
    /** The layers of an image with the first of the packages, and what the index was asked for. */
    build: async (count: number) => {
      const before = index.requests.length;
      await writeFile(join(context.folder, 'uv.lock'), lockOf(url, FILES.slice(0, count)));
      const output = join(context.folder, '.image');
      await buildWithMopy(context.folder, ['-output', `type=oci,dest=${output},tar=false`]);
      const { layers } = await readOnlyImage(output);
      return { layers, asked: index.requests.slice(before) };
    },
    /** Takes all files from the index. */
    empty: () => void files.splice(0),
    stop: () => Promise.all([context.remove(), index.stop()]),
  };
}

type Project = Awaited<ReturnType<typeof startProject>>;

describe.each(['3.11', '3.13'])('what a build has installed by its hash, on Python %s', (python) => {
  let project: Project;
  let other: Project;
  beforeAll(async () => {
    await ensureImages(`python:${python}`);
    [project, other] = await Promise.all([startProject(python), startProject(python)]);
    expect((await project.build(2)).asked).toHaveLength(4);
  });
  afterAll(() => Promise.all([project.stop(), other.stop()]));

  it('is not asked for when one more package comes, and the image is that of a first build', async () => {
    const { layers, asked } = await project.build(3);
    expect(asked).toEqual([
      '/main/simple/mopy-three/',
      '/main/simple/mopy-three/mopy_three-1.0-py3-none-any.whl',
    ]);
    const first = await other.build(3);
    expect(first.asked).toHaveLength(6);
    expect(first.layers).toEqual(layers);
  });

  it('is there when the index has it no longer', async () => {
    project.empty();
    expect((await project.build(1)).asked).toEqual([]);
  });
});
