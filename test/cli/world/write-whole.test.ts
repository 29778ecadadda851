import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeWhole } from '../../../src/cli/world/write-whole.js';

it('keeps the mode of a file, whatever the mask of the process is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mopy-write-'));
  const path = join(folder, 'file');
  await writeFile(path, 'old');
  await chmod(path, 0o666);
  await writeWhole(path, 'new');
  expect(await readFile(path, 'utf8')).toBe('new');
  expect((await stat(path)).mode & 0o777).toBe(0o666);
  await rm(folder, { recursive: true });
});
