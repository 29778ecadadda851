/**
 * Bundles src/ into dist/. The command line is cli.cjs with its packages inside; what it imports dynamically becomes a
 * bundle of its own beside it, so that a run reads one file and loads what it needs. index.js is the library, with its
 * packages outside.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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
  write: false,
};

/** Sources of the command line's bundles by name; grows while they are built. */
const bundles = new Map([['cli', resolve(root, 'src/cli.ts')]]);

/** Turns dynamic imports into references to bundles of their own. */
const separateBundles = {
  name: 'separate-bundles',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ kind, path, importer }) => {
      if (kind !== 'dynamic-import' || importer.includes('node_modules')) {
        return undefined;
      }
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

/** Files of dist by name, written when all of them are there: what runs meanwhile finds the old ones. */
const files = new Map();

/** Folders of packages that are inside a bundle. */
const packages = new Set();

/** One bundle of the command line. Its first line is its digest: bin/mopy.js tells old compiled code by it. */
async function buildCommandLine(name, path) {
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints: { [name]: path },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    supported: { 'dynamic-import': false },
    minify: true,
    legalComments: 'none',
    metafile: true,
    plugins: [separateBundles, noSubcommands],
  });
  for (const input of Object.keys(metafile.inputs)) {
    const [folder] = /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input) ?? [];
    if (folder !== undefined) {
      packages.add(folder);
    }
  }
  for (const { text } of outputFiles) {
    const digest = createHash('sha256').update(text).digest('hex');
    files.set(`${name}.cjs`, `// ${digest}\n${text}`);
  }
}

/** What the licences of bundled packages ask for: their text comes along. */
async function licences() {
  const texts = [...packages].sort().map(async (folder) => {
    const file = (await readdir(resolve(root, folder))).find((name) => /^licen[cs]e/i.test(name));
    const { name, version, license } = JSON.parse(
      await readFile(resolve(root, folder, 'package.json'), 'utf8'),
    );
    const text = file === undefined ? '' : await readFile(resolve(root, folder, file), 'utf8');
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}

for (const [name, path] of bundles) {
  await buildCommandLine(name, path);
}
const library = await build({
  ...common,
  entryPoints: { index: 'src/index.ts' },
  format: 'esm',
  packages: 'external',
});
files.set('index.js', library.outputFiles[0].text);
files.set('licences.txt', await licences());

await mkdir(dist, { recursive: true });
for (const [name, text] of files) {
  await writeFile(resolve(dist, `${name}.new`), text);
  await rename(resolve(dist, `${name}.new`), resolve(dist, name));
}
for (const name of await readdir(dist)) {
  if (!files.has(name)) {
    await rm(resolve(dist, name), { recursive: true, force: true });
  }
}
