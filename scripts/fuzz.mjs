// Bundles the fuzzer of test/fuzz and the program that it asks what BuildKit does, then runs it with this script's words.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'node_modules/.cache/fuzz');
const oracle = join(folder, 'oracle');

await build({
  absWorkingDir: root,
  entryPoints: { main: 'test/fuzz/main.ts', worker: 'test/fuzz/worker.ts' },
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
});
run('go', ['-C', join(root, 'test/golang'), 'build', '-o', oracle, './oracle']);
run(process.execPath, [
  '--enable-source-maps',
  join(folder, 'main.mjs'),
  '--oracle',
  oracle,
  '--tests',
  join(root, 'test'),
  ...process.argv.slice(2),
]);

function run(program, words) {
  const { status, error } = spawnSync(program, words, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(error?.message ?? `${program} ended with ${status}`);
    process.exit(1);
  }
}
