// Puts the picture of an example's build on the page about the image, as `mopy -graph` draws it.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const PAGE = 'docs/architecture.md';
const EXAMPLE = 'examples/fastapi';
const PICTURE = /^```mermaid\n[\s\S]*?^```$/m;

/** `docs/architecture.md` with the picture of the sources as they are. */
export async function generatePicture(root) {
  const page = await readFile(join(root, PAGE), 'utf8');
  if (!PICTURE.test(page)) {
    throw new Error(`${PAGE} has no picture`);
  }
  const picture = await draw(root, join(root, EXAMPLE));
  return [[PAGE, page.replace(PICTURE, () => `\`\`\`mermaid\n${picture}\`\`\``)]];
}

async function draw(root, folder) {
  const { compile, emitGraph, folderContext } = await importSources(root);
  const input = { bytes: await readFile(join(folder, 'Mopyfile.yaml')), filename: 'Mopyfile.yaml' };
  const { plan } = await compile(input, folderContext(folder), {
    now: new Date(),
    platforms: [],
    credentials: 'secret',
    baseImages: new Map(),
    labels: new Map(),
    compilerVersion: '',
  });
  return emitGraph(plan, 'mermaid');
}

/** The sources, bundled: what is built may be older. */
async function importSources(root) {
  const folder = await mkdtemp(join(tmpdir(), 'mopy-picture-'));
  const outfile = join(folder, 'sources.cjs');
  const modules = ['compile', 'context/folder', 'emit/graph/emit-graph'];
  await build({
    stdin: {
      contents: modules.map((name) => `export * from './src/${name}.ts';\n`).join(''),
      resolveDir: root,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    define: { MOPY_VERSION: '""' },
    logLevel: 'error',
  });
  try {
    return (await import(pathToFileURL(outfile).href)).default;
  } finally {
    await rm(folder, { recursive: true });
  }
}
