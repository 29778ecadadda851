/**
 * Bundles src/ into dist/, with the packages that it uses inside and nothing twice. cli.cjs is what every start of the
 * command line needs, one file that is read at once; what is imported dynamically lies beside it and takes from it what
 * both use. index.js is the library, made of the same files. licences.txt and mopy.cdx.json say what is inside.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { describeContents } from './contents.mjs';
import { describeLibrary } from './library-types.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = resolve(root, 'dist');
const { version } = JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8'));

/** Where esbuild would write; nothing does. */
const PIECES = resolve(dist, 'pieces');

/** commander starts programs for subcommands that lie in files of their own; loading that costs a tenth of a start. */
const noSubcommands = {
  name: 'no-subcommands',
  setup({ onResolve }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: resolve(root, 'scripts/no-subcommands.cjs') } : undefined,
    );
  },
};

/** The sources in pieces, as esbuild splits ES modules: one for each entry and dynamic import, and what several share. */
const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli.ts', library: 'src/index.ts' },
  outdir: PIECES,
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  define: { MOPY_VERSION: JSON.stringify(version) },
  // The same sources as ES modules, of which esbuild takes what is used.
  alias: { yaml: resolve(root, 'node_modules/yaml/browser/index.js') },
  plugins: [noSubcommands],
  legalComments: 'none',
  minify: true,
  logLevel: 'warning',
  metafile: true,
  write: false,
});

/** Pieces by name. */
const pieces = new Map(outputFiles.map(({ path, text }) => [basename(path, '.js'), text]));

/** esbuild's account of each piece by name. */
const accounts = new Map(
  Object.entries(metafile.outputs).map(([path, account]) => [basename(path, '.js'), account]),
);

/** Names of the pieces that loading a piece loads, itself included. */
function loadedWith(name, found = new Set()) {
  found.add(name);
  for (const { path, kind, external } of accounts.get(name).imports) {
    const imported = basename(path, '.js');
    if (kind === 'import-statement' && external !== true && !found.has(imported)) {
      loadedWith(imported, found);
    }
  }
  return found;
}

const started = loadedWith('cli');
const others = [...pieces.keys()].filter((name) => !started.has(name));

/** CommonJS, which loads faster and whose compiled code can be kept. */
const commonJs = {
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  supported: { 'dynamic-import': false },
  minify: true,
  logLevel: 'warning',
};

/** Calls of `require` for pieces lead to the file that has them: those of cli.cjs are properties of what it exports. */
function withFiles(text) {
  return text.replaceAll(/\brequire\("\.\/([\w-]+)\.js"\)/g, (_call, name) =>
    started.has(name) ? `require("./cli.cjs")[${JSON.stringify(name)}]` : `require("./${name}.cjs")`,
  );
}

/** Answers the imports of the entry below with pieces; those of other files stay. */
const piecesInMemory = {
  name: 'pieces-in-memory',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/[\w-]+\.js$/ }, ({ path }) => {
      const name = basename(path, '.js');
      return started.has(name) ? { path: name, namespace: 'piece' } : { path, external: true };
    });
    onLoad({ filter: /.*/, namespace: 'piece' }, ({ path }) => ({ contents: pieces.get(path) }));
  },
};

/**
 * The command line's own exports, and each piece that the other files need under its name. Its first line is its
 * digest: bin/mopy.js tells old compiled code by it.
 */
async function commandLine() {
  const needed = new Set(others.flatMap((name) => [...loadedWith(name)]).filter((name) => started.has(name)));
  const contents = [
    `export * from './cli.js';`,
    ...[...needed].map((name) => `export * as ${JSON.stringify(name)} from './${name}.js';`),
  ].join('\n');
  const { outputFiles } = await build({
    ...commonJs,
    stdin: { contents, resolveDir: root },
    bundle: true,
    plugins: [piecesInMemory],
    write: false,
  });
  const text = withFiles(outputFiles[0].text);
  return `// ${createHash('sha256').update(text).digest('hex')}\n${text}`;
}

/** The library's exports by name: an ES module says them before it runs. */
function library() {
  const names = accounts.get('library').exports.toSorted();
  return `import library from './library.cjs';\nexport const { ${names.join(', ')} } = library;\n`;
}

/** Files of dist by name, written when all of them are there: what runs meanwhile finds the old ones. */
const files = new Map([
  ['cli.cjs', await commandLine()],
  ['index.js', library()],
  ['index.d.ts', (await describeLibrary(root)).declarations],
]);
for (const name of others) {
  const { code } = await transform(pieces.get(name), commonJs);
  files.set(`${name}.cjs`, withFiles(code));
}
const { licences, components } = await describeContents(root, metafile);
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
