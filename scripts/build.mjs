/**
 * Bundles src/ into dist/: cli.js is the command line with its packages inside, split so that a run loads what it
 * needs; index.js is the library, with its packages outside.
 */
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

await rm(new URL('../dist', import.meta.url), { recursive: true, force: true });

const common = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  define: { MOPY_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
};

await build({
  ...common,
  entryPoints: { cli: 'src/cli.ts' },
  chunkNames: 'cli/[name]-[hash]',
  minify: true,
  // commander and others are CommonJS and ask for Node's modules with `require`.
  banner: {
    js: "import { createRequire as mopyCreateRequire } from 'node:module'; const require = mopyCreateRequire(import.meta.url);",
  },
  legalComments: 'none',
});

await build({
  ...common,
  entryPoints: { index: 'src/index.ts' },
  chunkNames: 'index/[name]-[hash]',
  packages: 'external',
});
