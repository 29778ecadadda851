import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/image.js';
import { mopy, run } from '../support/mopy.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const COMPILER = join(REPOSITORY, 'node_modules/typescript/bin/tsc');

/** Nothing listens there. */
const UNREACHABLE = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };

const MAXIMUM_BYTES = 3_000_000;

const MOPYFILE = '#syntax=mopy/mopy:1\npython: 3.11\n';

/** A program that imports all that an application may; it compiles only against complete types. */
const TYPES = `import type {
  BaseImageConfig, BuildContext, BuildPlan, CheckOptions, Compilation, CompileInput, CompileOptions, ContainerConfig,
  ContextEntry, ContextSource, Diagnostic, DiagnosticCode, HistoryEntry, IgnoreFileInput, ImageConfig, LlbOptions,
  ListedEntry, Listing, Location, PathSelection, Platform, Proxies, RequiredSecret, ResolvedImage, Severity, Source, SourceKind,
  Span, Style, Styler,
} from 'mopy';
export type All = [
  BaseImageConfig, BuildContext, BuildPlan, CheckOptions, Compilation, CompileInput, CompileOptions, ContainerConfig,
  ContextEntry, ContextSource, Diagnostic, DiagnosticCode, HistoryEntry, IgnoreFileInput, ImageConfig, LlbOptions,
  ListedEntry, Listing, Location, PathSelection, Platform, Proxies, RequiredSecret, ResolvedImage, Severity, Source, SourceKind,
  Span, Style, Styler,
];
// @ts-expect-error a plan is made by compile alone, and its contents are hidden
export const plan: BuildPlan = { stages: [], targets: [] };
export type Hidden = BuildPlan extends { readonly stages: unknown } ? never : true;
export const hidden: Hidden = true;
`;

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly unknown[];
}

const fullName = ({ group, name }: Component) => (group === undefined ? name : `${group}/${name}`);

/** Packages that the sources import, and one that comes with them. */
const BUNDLED = [
  '@grpc/grpc-js',
  'chalk',
  'commander',
  'execa',
  'get-east-asian-width',
  'long',
  'protobufjs',
  'yaml',
];

/** The program under the README's heading "Library". */
async function documentedProgram(): Promise<string> {
  const readme = await readFile(join(REPOSITORY, 'README.md'), 'utf8');
  return /^## Library$.*?^```ts\n(.*?)^```$/ms.exec(readme)?.[1] ?? '';
}

describe('the package that npm packs', () => {
  let folder: { readonly path: string; remove(): Promise<void> };
  let project: string;
  let packageFolder: string;
  const inProject = (program: string, words: readonly string[]) =>
    run(program, words, { cwd: project, env: UNREACHABLE });

  beforeAll(async () => {
    folder = await temporaryFolder();
    // Without scripts: what they make is there already, and others may be using it.
    const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder.path];
    const { exitCode, stdout, stderr } = await run('npm', pack, { cwd: REPOSITORY });
    expect(exitCode, stderr).toBe(0);
    project = join(folder.path, 'project');
    await mkdir(project);
    // npm would install into a folder above that has one.
    await writeFile(join(project, 'package.json'), '{}');
    // As on a machine without a network: everything has to be in the one file.
    const installed = await inProject('npm', [
      ...['install', '--no-audit', '--no-fund'],
      join(folder.path, stdout.trim().split('\n').at(-1) ?? ''),
    ]);
    expect(installed.exitCode, installed.stderr).toBe(0);
    packageFolder = join(project, 'node_modules/mopy');
    await writeFile(join(project, 'Mopyfile.yaml'), MOPYFILE);
  });
  afterAll(() => folder.remove());

  it('is one package, and runs nothing when it is installed', async () => {
    const installed = await readdir(join(project, 'node_modules'));
    expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['mopy']);
    const { dependencies, optionalDependencies, peerDependencies, scripts } = JSON.parse(
      await readFile(join(packageFolder, 'package.json'), 'utf8'),
    );
    expect({ dependencies, optionalDependencies, peerDependencies }).toEqual({});
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });

  it(`is not larger than ${MAXIMUM_BYTES} bytes`, async () => {
    const files = await readdir(packageFolder, { recursive: true });
    const all = await Promise.all(files.map((name) => stat(join(packageFolder, name))));
    const bytes = all.reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
    expect(bytes).toBeLessThanOrEqual(MAXIMUM_BYTES);
  });

  it('tells scanners and readers what is inside', async () => {
    const list = JSON.parse(await readFile(join(packageFolder, 'dist/mopy.cdx.json'), 'utf8'));
    const licences = await readFile(join(packageFolder, 'dist/licences.txt'), 'utf8');
    const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
    expect(list).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'mopy', version } },
    });
    const components: readonly Component[] = list.components;
    const names = components.map(fullName);
    expect(names).toEqual(expect.arrayContaining(BUNDLED));
    expect(names).not.toContain('typescript');
    for (const component of components) {
      const { name, version } = component;
      expect(component.purl, name).toMatch(/^pkg:npm\//);
      expect(component.licenses, name).toHaveLength(1);
      expect(licences).toMatch(new RegExp(`^${fullName(component)} ${version} \\(`, 'm'));
    }
  });

  it('holds no sources, no tests and nothing that a run has left', async () => {
    const files = await readdir(packageFolder, { recursive: true });
    expect(
      files.filter((name) => /^(src|test|scripts|bench|examples|\.ci)\b|\.code|\.map$/.test(name)),
    ).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        ...['README.md', 'LICENSE', 'package.json', 'bin/mopy.js'],
        ...['dist/cli.cjs', 'dist/index.js', 'dist/index.d.ts', 'schemas/mopyfile.schema.json'],
      ]),
    );
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8'));
    expect(await inProject('npx', ['mopy', '-version'])).toMatchObject({
      exitCode: 0,
      stdout: `mopy ${version}`,
    });
  });

  it.each(['-dockerfile', '-image-config', '-help'])(
    'prints with %s what the repository does',
    async (flag) => {
      const expected = await mopy([flag], { cwd: project });
      expect(expected.exitCode).toBe(0);
      expect(await inProject('npx', ['mopy', flag])).toMatchObject({ exitCode: 0, stdout: expected.stdout });
    },
  );

  it('makes LLB that holds what the repository puts into it', async () => {
    const llb = join(project, 'llb');
    expect(await inProject('npx', ['mopy', '-llb', '-out', llb])).toMatchObject({ exitCode: 0 });
    expect((await readFile(llb)).includes('docker-image://docker.io/library/python:3.11-slim')).toBe(true);
  });

  it('is a library with types, used as the README does', async () => {
    await writeFile(join(project, 'program.mts'), await documentedProgram());
    await writeFile(join(project, 'types.mts'), TYPES);
    const types = ['--typeRoots', join(REPOSITORY, 'node_modules/@types'), '--types', 'node'];
    const settings = ['--strict', '--target', 'es2022', '--module', 'nodenext', ...types];
    const files = ['program.mts', 'types.mts'];
    const compiled = await inProject(process.execPath, [COMPILER, ...settings, ...files]);
    expect(compiled).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await inProject(process.execPath, ['program.mjs'])).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    const written = async (name: string) => (await readFile(join(project, name))).toString();
    expect(await written('Dockerfile')).toContain('made.by="a program"');
    expect(await written('build.llb')).toContain('docker-image://docker.io/library/python:3.11-slim');
    expect(JSON.parse(await written('config.json'))).toMatchObject({ architecture: 'amd64', os: 'linux' });
  });

  it('has the schema for editors', async () => {
    const program =
      "import schema from 'mopy/schema' with { type: 'json' }; console.log(schema.title ?? schema.$id)";
    const { exitCode, stdout } = await inProject(process.execPath, ['--input-type=module', '-e', program]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringMatching(/Mopyfile/i) });
  });
});
