import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages, runContainer } from '../support/engine.js';
import { temporaryFolder } from '../support/image.js';
import { mopy, run, temporaryContext } from '../support/mopy.js';
import { wheel } from '../support/packages.js';

const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));

/** The words behind `docker run … app` on a page of the documentation. */
async function wordsOf(page: string, start: string): Promise<readonly string[]> {
  const text = await readFile(join(DOCS, page), 'utf8');
  const line = text.split('\n').find((candidate) => candidate.includes(` app ${start}`)) ?? '';
  const words = line.split(' app ')[1]?.match(/"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replaceAll('"', ''));
}

describe('an image of wheels in a folder, without any index', () => {
  const { filename, content } = wheel('mopy-carried');
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let tar: string;
  let files: string;

  beforeAll(async () => {
    await ensureImages('python:3.13');
    folder = await temporaryFolder();
    tar = join(folder.path, 'app.tar');
    files = join(folder.path, 'files.tar');
    const context = await temporaryContext({
      'Mopyfile.yaml': 'python: 3.13\npip: [./requirements.txt]\nproject: main.py\ncommand: python main.py\n',
      'requirements.in': 'mopy-carried\n',
      'requirements.txt': '--no-index\n--find-links ./wheels\n--requirement requirements.in\n',
      [`wheels/${filename}`]: content,
      'main.py': 'import mopy_carried\n\nprint(mopy_carried.NAME)\n',
    });
    for (const output of [`type=docker,dest=${tar}`, `type=tar,dest=${files}`]) {
      const { exitCode, stderr } = await mopy(['-tag', 'registry.example.org/app:1', '-output', output], {
        cwd: context.folder,
      });
      expect(exitCode, stderr).toBe(0);
    }
    await context.remove();
  });
  afterAll(() => folder.remove());

  it('runs from the file that travels', async () => {
    const environment = { PYTHONFAULTHANDLER: '1', PYTHONUNBUFFERED: '1' };
    expect(await runContainer(tar, [], { environment })).toMatchObject({
      exitCode: 0,
      stdout: 'mopy-carried',
    });
  });

  it.each([
    ['python -c', /'main\.py'/],
    ['python -m site', /site-packages/],
    ['python -X importtime', /mopy_carried/],
  ])('tells about itself: %s', async (start, expected) => {
    const { exitCode, stdout, stderr } = await runContainer(tar, await wordsOf('debugging.md', start));
    expect(exitCode, stderr).toBe(0);
    expect(stdout + stderr).toMatch(expected);
  });

  it('stops at the first line in the debugger', async () => {
    const { stdout } = await runContainer(tar, await wordsOf('debugging.md', 'python -m pdb'));
    expect(stdout).toMatch(/> .*main\.py\(1\)<module>\(\)\n-> import mopy_carried\n\(Pdb\)/);
  });

  it('lists its files', async () => {
    const { exitCode, stdout } = await run('tar', ['-tf', files]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^home\/nonroot\/main\.py$/m);
  });
});
