/**
 * Bundles src/ into dist/. The command line is cli.cjs with its packages inside; what it imports dynamically becomes a
 * bundle of its own beside it, so that a run reads one file and loads what it needs. index.js is the library, with its
 * packages outside.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = resolve(root, 'dist');
const { version } = JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8'));

const common = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  platform: 'node',
  target: 'node20',
  define: { MOPY_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
};

/** Sources of the command line's bundles by name; grows while they are built. */
const bundles = new Map([['cli', resolve(root, 'src/cli.ts')]]);

/** Turns dynamic imports into references to bundles of their own. */
const separateBundles = {
  name: 'separate-bundles',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ kind, path, importer }) => {
      if (kind !== 'dynamic-import' || importer.includes('node_modules')) return undefined;
      const name = basename(path, '.js');
      bundles.set(
        name,
        path.startsWith('.') ? resolve(dirname(importer), path.replace(/\.js$/, '.ts')) : path,
      );
      return { path: `./${name}.cjs`, external: true };
    });
  },
};

/** commander starts programs for subcommands that lie in files of their own; loading that costs a tenth of a start. */
const noSubcommands = {
  name: 'no-subcommands',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: 'child_process', namespace: 'empty' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** One bundle of the command line. Its first line is its digest: bin/mopy.js tells old compiled code by it. */
async function buildCommandLine(name, path) {
  const { outputFiles } = await build({
    ...common,
    entryPoints: { [name]: path },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    supported: { 'dynamic-import': false },
    minify: true,
    legalComments: 'none',
    plugins: [separateBundles, noSubcommands],
    write: false,
  });
  for (const { path: file, text } of outputFiles) {
    const digest = createHash('sha256').update(text).digest('hex');
    await writeFile(file, `// ${digest}\n${text}`);
  }
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist);
for (const [name, path] of bundles) await buildCommandLine(name, path);
await build({ ...common, entryPoints: { index: 'src/index.ts' }, format: 'esm', packages: 'external' });
