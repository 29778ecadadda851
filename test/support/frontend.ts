import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './image.js';
import { type CallOptions, type Result, run } from './mopy.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** The frontend's image in the engine's registry. */
export function frontendReference(): string {
  return `${process.env['MOPY_ENGINE_REGISTRY']}/mopy:test`;
}

/**
 * Builds the top-level Dockerfile and pushes the image, by default as `frontendReference()`. There is no Alpine here: Node is this machine's own, on the
 * engine's Debian, and the bundle is made outside.
 */
export async function buildFrontendImage(references = [frontendReference()]): Promise<void> {
  const base = await temporaryFolder();
  try {
    await copyFile(process.execPath, join(base.path, 'node'));
    await buildOn(await nodeBase(base.path), references, []);
  } finally {
    await base.remove();
  }
}

/** The same for other platforms, with the Node of their Debian. */
export async function buildFrontendIndex(reference: string, platforms: readonly string[]): Promise<void> {
  await buildOn('python:3.13-slim', [reference], [`--opt=platform=${platforms.join()}`]);
}

async function buildOn(
  base: string,
  references: readonly string[],
  options: readonly string[],
): Promise<void> {
  await must(process.execPath, ['scripts/build-image.mjs'], { cwd: REPOSITORY });
  const words = [
    ...['context', 'dockerfile'].map((name) => `--local=${name}=${REPOSITORY}`),
    ...replaced('bundle', join(REPOSITORY, 'dist/image')),
    `--opt=build-arg:BASE=${base}`,
    // Never built: the bundle is there.
    '--opt=build-arg:BUNDLER=scratch',
    ...options,
    `--output=type=image,"name=${references.join(',')}",push=true`,
  ];
  await must('buildctl', ['build', '--frontend=dockerfile.v0', ...words]);
}

function replaced(name: string, folder: string): readonly string[] {
  return [`--local=${name}=${folder}`, `--opt=context:${name}=local:${name}`];
}

/** A Debian with the `node` of a folder, in the engine's registry. */
async function nodeBase(folder: string): Promise<string> {
  const reference = `${process.env['MOPY_ENGINE_REGISTRY']}/node-base:test`;
  const dockerfile = 'FROM python:3.11-slim\nCOPY node /usr/local/bin/node\n';
  await must('sh', ['-c', `printf '${dockerfile.replaceAll('\n', '\\n')}' > Dockerfile`], { cwd: folder });
  const locals = ['context', 'dockerfile'].map((name) => `--local=${name}=${folder}`);
  const output = `--output=type=image,name=${reference},push=true`;
  await must('buildctl', ['build', '--frontend=dockerfile.v0', ...locals, output]);
  await rm(join(folder, 'node'));
  return reference;
}

async function must(program: string, words: readonly string[], options: CallOptions = {}): Promise<void> {
  const { exitCode, stderr } = await run(program, words, options);
  if (exitCode !== 0) {
    throw new Error(`${program} ended with ${exitCode}\n${stderr}`);
  }
}

/** Builds with the frontend. Options are those of `--opt`. */
export async function frontendBuild(
  folder: string | undefined,
  options: readonly string[] = [],
  words: readonly string[] = [],
): Promise<Result> {
  const source = `source=${frontendReference()}`;
  return buildctl('gateway.v0', folder, [source, ...options], words);
}

/** Builds with one of the daemon's frontends. Without a folder there are no files of this machine. */
export async function buildctl(
  frontend: string,
  folder: string | undefined,
  options: readonly string[],
  words: readonly string[] = [],
): Promise<Result> {
  const locals =
    folder === undefined ? [] : ['context', 'dockerfile'].map((name) => `--local=${name}=${folder}`);
  const opts = options.map((option) => `--opt=${option}`);
  return run('buildctl', [
    'build',
    `--frontend=${frontend}`,
    '--progress=plain',
    ...locals,
    ...opts,
    ...words,
  ]);
}

/** A step as the progress in JSON tells of it at the end. */
export interface Vertex {
  readonly name: string;
  readonly cached: boolean;
}

/** Steps and warnings of a build with `--progress=rawjson`. */
export function readProgress(stderr: string): {
  readonly vertices: readonly Vertex[];
  readonly warnings: readonly string[];
} {
  const vertices = new Map<string, Vertex>();
  const warnings: string[] = [];
  for (const line of stderr.split('\n').filter((text) => text.startsWith('{'))) {
    const status = JSON.parse(line);
    for (const { digest, name, cached = false } of status.vertexes ?? []) {
      vertices.set(digest, { name, cached });
    }
    for (const { short } of status.warnings ?? []) {
      warnings.push(Buffer.from(short, 'base64').toString());
    }
  }
  return { vertices: [...vertices.values()], warnings };
}

/**
 * The steps of a project's own stages that a build ran; sources and BuildKit's own work do not count. The other
 * stages are the same in every build: while another one runs theirs, BuildKit tells of that in this one as well.
 */
export function uncachedSteps({ stderr }: Result): readonly string[] {
  const { vertices } = readProgress(stderr);
  const own = vertices.filter(({ name }) =>
    /^\[(requirements|project|build|check|final) (?!.*\] FROM )/.test(name),
  );
  return own.filter(({ cached }) => !cached).map(({ name }) => name);
}
