import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.js';
import { fakeIo } from './fake-io.js';

const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));

describe('the tutorial', () => {
  let folder = '';
  let blocks: readonly string[] = [];
  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'mopy-tutorial-')), 'hello');
    await mkdir(folder);
    const text = await readFile(join(DOCS, 'tutorial.md'), 'utf8');
    blocks = [...text.matchAll(/```\w*\n([\s\S]*?)```/g)].map(([, block = '']) => block);
    await writeFile(join(folder, 'main.py'), blocks.find((block) => block.includes('FastAPI()')) ?? '');
    await writeFile(
      join(folder, 'requirements.txt'),
      blocks.find((block) => block.startsWith('fastapi')) ?? '',
    );
  });
  afterAll(() => rm(join(folder, '..'), { recursive: true }));

  /** The output that the tutorial says a command has. */
  const said = (command: string) =>
    blocks.find((block) => block.startsWith(`$ npx mopy ${command}\n`))?.replace(/^.*\n/, '');

  it('shows what -init writes and says', async () => {
    const environment = { npm_lifecycle_event: 'npx', npm_lifecycle_script: "'mopy'" };
    const io = fakeIo({ environment });
    expect(await main(['-init', folder], io)).toBe(0);
    const { stderr, files } = io.written;
    expect(stderr.replaceAll(`${folder}/`, '').replace(`mopy ${folder},`, 'mopy,')).toBe(said('-init'));
    expect(Object.values(files)).toEqual([blocks.find((block) => block.startsWith('#syntax='))]);
  });

  it('shows what -check says', async () => {
    const mopyfile = blocks.find((block) => block.startsWith('#syntax=')) ?? '';
    const io = fakeIo({ files: { [join(folder, 'Mopyfile.yaml')]: mopyfile } });
    expect(await main(['-check', folder], io)).toBe(0);
    expect(io.written.stderr.replace(`${folder}/`, '')).toBe(said('-check'));
  });
});

it('the index of the documentation names every page', async () => {
  const index = await readFile(join(DOCS, 'README.md'), 'utf8');
  for (const page of (await readdir(DOCS)).filter((name) => name !== 'README.md')) {
    expect(index).toContain(`](${page})`);
  }
});
