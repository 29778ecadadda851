import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContainerOptions, runContainer } from './engine.js';
import { mopy, run, temporaryContext } from './mopy.js';

/** An image's part of the OCI config that says how it runs. */
export interface ImageConfig {
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Labels?: Readonly<Record<string, string>>;
  readonly Healthcheck?: { readonly Test: readonly string[] };
}

/** Python in an image, started as its own user and as one that owns nothing and may write nothing. */
export const PYTHON_USERS: readonly (readonly [string, ContainerOptions])[] = [
  ['as the image is started', { entrypoint: 'python' }],
  [
    'as another user, read-only',
    { entrypoint: 'python', user: '12345', readOnly: true, dropCapabilities: true, temporary: ['/tmp'] },
  ],
];

/** A folder for what builds write; `remove` when done. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'mopy-e2e-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Builds a context with plain `mopy` into an OCI tar. Throws with the whole log when it fails; answers the log. */
export async function buildImage(
  context: string,
  tar: string,
  words: readonly string[] = [],
  attributes: readonly string[] = [],
): Promise<string> {
  const output = ['type=oci', `dest=${tar}`, ...attributes].join(',');
  const { exitCode, stderr } = await mopy(['-output', output, ...words], { cwd: context });
  if (exitCode !== 0) {
    throw new Error(`mopy ended with ${exitCode}\n${stderr}`);
  }
  return stderr;
}

/** Writes a base image, as the daemon has it for its own or another platform, to an OCI tar. */
export async function exportBase(reference: string, tar: string, platform?: string): Promise<void> {
  const context = await temporaryContext({ Dockerfile: `FROM ${reference}\n` });
  const locals = ['context', 'dockerfile'].flatMap((name) => ['--local', `${name}=${context.folder}`]);
  const output = ['--output', `type=oci,dest=${tar}`];
  const options = platform === undefined ? [] : ['--opt', `platform=${platform}`];
  const words = ['build', '--frontend', 'dockerfile.v0', ...locals, ...options, ...output];
  const { exitCode, stderr } = await run('buildctl', words);
  await context.remove();
  if (exitCode !== 0) {
    throw new Error(stderr);
  }
}

/** The config of the only image in an OCI or Docker tar. */
export async function readConfig(tar: string): Promise<ImageConfig> {
  let document = await readJson(tar, 'index.json');
  while (document.manifests?.[0]) {
    document = await readJson(tar, blobPath(document.manifests[0].digest));
  }
  if (!document.config || !('digest' in document.config)) {
    throw new Error(`${tar} holds no image`);
  }
  return (await readJson(tar, blobPath(document.config.digest))).config as ImageConfig;
}

interface Document {
  readonly manifests?: readonly { readonly digest: string }[];
  readonly config?: { readonly digest: string } | ImageConfig;
}

async function readJson(tar: string, name: string): Promise<Document> {
  const { stdout } = await run('tar', ['--extract', '--to-stdout', '--file', tar, name]);
  return JSON.parse(stdout);
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

/** The output of a Python program in a container. Throws when it fails. */
export async function runPython(
  image: string,
  program: string,
  options: ContainerOptions = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await runContainer(image, ['-c', program], options);
  if (exitCode !== 0) {
    throw new Error(`the program ended with ${exitCode}\n${stdout}${stderr}`);
  }
  return stdout;
}

/** The value of an expression, which may use `modules`, in a container, as JSON. */
export async function evaluate(
  image: string,
  expression: string,
  modules: readonly string[] = [],
  options: ContainerOptions = {},
): Promise<unknown> {
  const imports = ['json', ...modules].join(', ');
  return JSON.parse(await runPython(image, `import ${imports}\nprint(json.dumps(${expression}))`, options));
}
