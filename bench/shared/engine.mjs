import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { execa } from 'execa';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A module of the end-to-end tests, which are in TypeScript, by the name of its file. */
export async function loadSupport(name) {
  const folder = mkdtempSync(join(tmpdir(), 'mopy-bench-'));
  try {
    const outfile = join(folder, `${name}.mjs`);
    await build({
      entryPoints: [join(root, `test/support/${name}.ts`)],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    return await import(pathToFileURL(outfile));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Runs a program to its end; fails when it does.
 *
 * @returns standard output and standard error, and the seconds that it took
 */
export async function run(program, words, options = {}) {
  const begin = performance.now();
  const { stdout, stderr, exitCode, failed } = await execa(program, words, {
    maxBuffer: 1 << 28,
    stdin: 'ignore',
    reject: false,
    ...options,
  });
  if (failed) {
    // The daemon's progress is JSON, and long.
    const lines = (stderr ?? '').split('\n').filter((line) => !line.startsWith('{'));
    throw new Error(`${program} ${words.join(' ')}: exit code ${exitCode}\n${lines.slice(-40).join('\n')}`);
  }
  return { stdout, stderr, seconds: (performance.now() - begin) / 1000 };
}
