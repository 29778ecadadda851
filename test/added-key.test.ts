import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Library from '../src/index.js';
import { contextOf } from './context/memory.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** A made-up key with a list of strings: folders of the image in which Python looks for modules. */
const KEY = 'search-path';

const KEY_FILE = `import type { Key } from '../key.js';
import type { Mopyfile } from '../mopyfile.js';
import { locatedItems } from '../scalars.js';
import { REMOVE } from '../shape.js';

export const searchPath: Key<Pick<Mopyfile, 'searchPath'>> = {
  name: '${KEY}',
  shape: {
    subject: '\`${KEY}\`',
    expected: 'a list of folders',
    example: '${KEY}:\\n  - lib',
    empty: REMOVE,
    accepts: {
      list: {
        subject: 'this entry of \`${KEY}\`',
        expected: 'a folder',
        example: '\`- lib\`',
        accepts: { text: true },
        explain: (text) => ({
          code: 'project-absolute',
          message: \`\\\`\${text}\\\` is absolute\`,
          hint: 'folders are below the home folder',
        }),
      },
    },
  },
  read: ({ document, value }) => ({ searchPath: locatedItems(document, value) }),
};
`;

type Edit = (text: string) => string;

/** Puts a line in before the first one that holds a text. */
function before(place: string, line: string): Edit {
  return (text) => {
    const at = text.lastIndexOf('\n', text.indexOf(place)) + 1;
    if (!text.includes(place)) {
      throw new Error(`no line holds ${place}`);
    }
    return `${text.slice(0, at)}${line}\n${text.slice(at)}`;
  };
}

function inSchema(text: string): string {
  const schema = JSON.parse(text);
  schema.properties[KEY] = { type: 'array', items: { type: 'string', pattern: '^[^/:]' } };
  return JSON.stringify(schema);
}

/** The edits that CONTRIBUTING.md asks for beside documentation and a sample, by file. */
const EDITS: Readonly<Record<string, readonly Edit[]>> = {
  'schemas/mopyfile.schema.json': [inSchema],
  'src/validate/keys/search-path.ts': [() => KEY_FILE],
  'src/validate/format.ts': [
    before('./schema-validator', "import { searchPath } from './keys/search-path.js';"),
    before('  ],\n  validate,', '    searchPath,'),
  ],
  'src/validate/mopyfile.ts': [
    before('readonly runtimeDependencies:', '  readonly searchPath: readonly Located<string>[];'),
  ],
  'src/plan/image.ts': [
    before(
      '...cudaVariables(mopyfile)',
      "...mopyfile.searchPath.map(({ value }) => ({ name: 'PYTHONPATH', value: `${HOME}/${value}` })),",
    ),
  ],
};

/** The rest of the list: two of documentation, and the sample. */
const FURTHER = ['docs/mopyfile.md', `test/samples/${KEY}/Mopyfile.yaml`, 'CHANGELOG.md'];

const FILES = [...Object.keys(EDITS), ...FURTHER];

describe(`a new key with a list of strings takes ${FILES.length} files`, () => {
  let copy = '';
  let library: typeof Library;
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'mopy-key-'));
    await Promise.all(
      ['src', 'schemas', 'tsconfig.json', 'tsconfig.build.json', 'package.json'].map((name) =>
        cp(join(root, name), join(copy, name), { recursive: true }),
      ),
    );
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    for (const [file, edits] of Object.entries(EDITS)) {
      const text = await readFile(join(copy, file), 'utf8').catch(() => '');
      await writeFile(
        join(copy, file),
        edits.reduce((all, edit) => edit(all), text),
      );
    }
    const generator = pathToFileURL(join(root, 'scripts/generate-schema-validator.mjs')).href;
    const { generateSchemaValidator } = await import(generator);
    for (const [path, text] of await generateSchemaValidator(copy)) {
      await writeFile(join(copy, path), text);
    }
    const outfile = join(copy, 'library.mjs');
    await build({
      absWorkingDir: copy,
      entryPoints: ['src/index.ts'],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      define: { MOPY_VERSION: '"1.0.0"' },
      alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
      logLevel: 'error',
    });
    library = await import(pathToFileURL(outfile).href);
  }, 120_000);
  afterAll(() => rm(copy, { recursive: true }));

  const compile = (text: string) =>
    library.compile(
      {
        bytes: new TextEncoder().encode(`#syntax=mopy/mopy:1\npython: 3.13\n${text}`),
        filename: 'Mopyfile.yaml',
      },
      contextOf({}),
      { now: new Date('2026-01-01') },
    );

  it('which are at most 8, and those that the guide for contributors lists', async () => {
    const guide = await readFile(join(root, 'CONTRIBUTING.md'), 'utf8');
    const section = /^## Add a key$(.*?)^## /ms.exec(guide)?.[1] ?? '';
    const listed = [...section.matchAll(/^\d+\. (.*(?:\n {3}.*)*)/gm)].map(([, text = '']) =>
      [...text.matchAll(/`([\w./<>-]+\/[\w.<>-]+|CHANGELOG\.md)`/g)].map(
        ([, path = '']) => new RegExp(`^${path.replaceAll(/[.]/g, '\\.').replaceAll(/<\w+>/g, '[\\w-]+')}$`),
      ),
    );
    expect(FILES.length).toBeLessThanOrEqual(8);
    expect(listed.length).toBe(FILES.length);
    for (const patterns of listed) {
      expect(FILES.filter((file) => patterns.some((pattern) => pattern.test(file)))).toHaveLength(1);
    }
  });

  it('and the compiler agrees with them', async () => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(
      process.execPath,
      [tsc, '--noEmit', '--project', 'tsconfig.build.json', '--emitDeclarationOnly', 'false'],
      {
        cwd: copy,
      },
    );
    expect(stdout).toBe('');
  });

  it('goes from the Mopyfile into every spelling of the build', async () => {
    const { plan, diagnostics } = await compile(`${KEY}: [lib]\n`);
    expect(diagnostics).toEqual([]);
    if (plan === undefined) {
      throw new Error('no plan');
    }
    expect(library.emitDockerfile(plan)).toContain('PYTHONPATH=/home/nonroot/lib\n');
    const platform = { os: 'linux', architecture: 'amd64' } as const;
    expect(library.imageConfig(plan, platform).config.Env).toContain('PYTHONPATH=/home/nonroot/lib');
    expect(library.emitLlb(plan, { platform }).length).toBeGreaterThan(0);
  });

  it('is explained where it is wrong or misspelt', async () => {
    const messages = async (text: string) =>
      (await compile(text)).diagnostics.map(({ message, hint }) => [message, hint]);
    expect(await messages(`${KEY}: lib\n`)).toEqual([
      [`\`${KEY}\` must be a list of folders, not a string`, `write it as a list:\n${KEY}:\n  - lib`],
    ]);
    expect(await messages(`${KEY}: [/lib]\n`)).toEqual([
      ['`/lib` is absolute', 'folders are below the home folder'],
    ]);
    expect(await messages('searchpath: [lib]\n')).toEqual([
      ['`searchpath` is not a key of a Mopyfile', `did you mean \`${KEY}\`?`],
    ]);
  });
});
