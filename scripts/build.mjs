/**
 * Bundles src/ into dist/, with the packages that it uses inside. The command line is cli.cjs; what it imports
 * dynamically becomes a bundle of its own beside it, so that a run reads one file and loads what it needs. index.js is
 * the library. licences.txt and mopy.cdx.json say what is inside.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describeContents } from './contents.mjs';
import { describeLibrary } from './library-types.mjs';

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
  // The same sources as ES modules, of which esbuild takes what is used.
  alias: { yaml: resolve(root, 'node_modules/yaml/browser/index.js') },
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
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
  setup({ onResolve }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: resolve(root, 'scripts/no-subcommands.cjs') } : undefined,
    );
  },
};

/** Files of dist by name, written when all of them are there: what runs meanwhile finds the old ones. */
const files = new Map();

/** esbuild's account of each bundle. */
const metafiles = [];

/** bin/mopy.js compiles cli.cjs itself and calls it, as Node does with any module; a copy in this form would cost memory. */
const FUNCTION = '(function (module, exports, require, __dirname) {';

/** One bundle of the command line. Its first line is its digest: bin/mopy.js tells old compiled code by it. */
async function buildCommandLine(name, path) {
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints: { [name]: path },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    supported: { 'dynamic-import': false },
    minify: true,
    ...(name === 'cli' && { banner: { js: FUNCTION }, footer: { js: '})' } }),
    plugins: [separateBundles, noSubcommands],
  });
  metafiles.push(metafile);
  for (const { text } of outputFiles) {
    const digest = createHash('sha256').update(text).digest('hex');
    files.set(`${name}.cjs`, `// ${digest}\n${text}`);
  }
}

for (const [name, path] of bundles) {
  await buildCommandLine(name, path);
}
const library = await build({
  ...common,
  entryPoints: { index: 'src/index.ts' },
  format: 'esm',
  minify: true,
});
metafiles.push(library.metafile);
files.set('index.js', library.outputFiles[0].text);
files.set('index.d.ts', (await describeLibrary(root)).declarations);

const { licences, components } = await describeContents(root, metafiles);
files.set('licences.txt', licences);
files.set('mopy.cdx.json', components);

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
