/**
 * Bundles the command line and the frontend into the one file that the image runs, dist/image/mopy.cjs, beside what
 * it contains of other packages: licences.txt and mopy.cdx.json.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describeContents } from './contents.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8'));

const entry = `
import { main, processIo } from './src/cli.ts';

main(process.argv.slice(2), processIo(process)).then((code) => {
  process.exitCode = code;
});
`;

const { metafile } = await build({
  absWorkingDir: root,
  stdin: { contents: entry, resolveDir: root, loader: 'ts', sourcefile: 'scripts/build-image.mjs' },
  outfile: resolve(root, 'dist/image/mopy.cjs'),
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  define: { MOPY_VERSION: JSON.stringify(version) },
  // gRPC asks for it only to describe its own channels to a debugger.
  external: ['@grpc/proto-loader'],
  alias: { yaml: resolve(root, 'node_modules/yaml/browser/index.js') },
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
});

const { licences, components } = await describeContents(root, metafile);
await writeFile(resolve(root, 'dist/image/licences.txt'), licences);
await writeFile(resolve(root, 'dist/image/mopy.cdx.json'), components);
