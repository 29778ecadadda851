import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './image.js';
import { mopy, type Result, run } from './mopy.js';

/** Builds a context with plain `mopy`; what it prints is machine-readable. Throws when it fails. */
export async function buildWithMopy(context: string, words: readonly string[] = []): Promise<string> {
  return succeeded('mopy', await mopy(['-progress', 'rawjson', ...words], { cwd: context })).stderr;
}

/**
 * Builds a context as a user would who has the emitted Dockerfile alone, with the ignore file that it asks for.
 *
 * @param emitter flags for the `mopy` that emits
 * @param words further words for buildctl
 */
export async function buildWithDockerfile(
  context: string,
  emitter: readonly string[] = [],
  words: readonly string[] = [],
): Promise<string> {
  const folder = await temporaryFolder();
  try {
    const file = join(folder.path, 'Dockerfile');
    succeeded('mopy', await mopy(['-dockerfile', '-out', file, ...emitter], { cwd: context }));
    await writeIgnoreFile(file);
    return await buildDockerfile(folder.path, context, words);
  } finally {
    await folder.remove();
  }
}

/** Builds a folder's Dockerfile with BuildKit's own frontend. Throws when it fails. */
export async function buildDockerfile(
  folder: string,
  context: string,
  words: readonly string[],
): Promise<string> {
  const locals = ['--local', `context=${context}`, '--local', `dockerfile=${folder}`];
  const all = ['build', '--frontend', 'dockerfile.v0', '--progress', 'rawjson', ...locals, ...words];
  return succeeded('buildctl', await run('buildctl', all)).stderr;
}

async function writeIgnoreFile(dockerfile: string): Promise<void> {
  const [header = ''] = (await readFile(dockerfile, 'utf8')).split('\n\n', 1);
  const patterns = header.split('\n').flatMap((line) => /^# {5}(.*)$/.exec(line)?.[1] ?? []);
  if (patterns.length > 0) {
    await writeFile(`${dockerfile}.dockerignore`, patterns.join('\n'));
  }
}

function succeeded(program: string, result: Result): Result {
  if (result.exitCode !== 0) {
    throw new Error(`${program} ended with ${result.exitCode}\n${result.stderr}`);
  }
  return result;
}
