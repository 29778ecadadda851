import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArchiveFiles } from './archives.js';
import { run } from './mopy.js';

/** Makes a bare repository whose branch `main` has one commit of these files. */
export async function gitRepository(folder: string, files: ArchiveFiles): Promise<void> {
  const checkout = `${folder}.checkout`;
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(checkout, path)), { recursive: true });
    await writeFile(join(checkout, path), content);
  }
  const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  await git(checkout, ['init', '--quiet', '--initial-branch=main']);
  await git(checkout, ['add', '--all']);
  await git(checkout, [...author, 'commit', '--quiet', '--message=First']);
  await git(checkout, ['clone', '--quiet', '--bare', '.', folder]);
}

async function git(folder: string, words: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await run('git', words, { cwd: folder });
  if (exitCode !== 0) {
    throw new Error(stderr);
  }
}
