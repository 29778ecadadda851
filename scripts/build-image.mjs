/** Bundles the command line and the frontend into the one file that the image holds: dist/image/mopy.cjs. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8'));

const entry = `
import { main, processIo } from './src/cli.ts';

main(process.argv.slice(2), processIo(process)).then((code) => {
  process.exitCode = code;
});
`;

await build({
  absWorkingDir: root,
  stdin: { contents: entry, resolveDir: root, loader: 'ts' },
  outfile: resolve(root, 'dist/image/mopy.cjs'),
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  define: { MOPY_VERSION: JSON.stringify(version) },
  // gRPC asks for it only to describe its own channels to a debugger.
  external: ['@grpc/proto-loader'],
  legalComments: 'none',
  logLevel: 'warning',
});
