import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** The program that gives a BuildKit and runs images. */
export const ENGINE = fileURLToPath(new URL('../engine/engine', import.meta.url));

/** Variables that the engine sets for programs that use it. */
const VARIABLES = ['BUILDKIT_HOST', 'PATH', 'MOPY_ENGINE_REGISTRY', 'MOPY_ENGINE_CACHE'];
const DOCKER_VARIABLES = ['DOCKER_HOST', 'DOCKER_CONFIG', ...VARIABLES];

/** Prints its environment, then lives until its standard input ends. */
const HOLD = 'console.log(JSON.stringify(process.env)); process.stdin.resume()';

export interface RunningEngine {
  readonly environment: Readonly<Record<string, string>>;
  /** Ends what this call started; an engine that ran before goes on. */
  stop(): Promise<void>;
}

/** Makes sure of a daemon and of base images such as `python:3.13`; prints progress on stderr. */
export async function startEngine(images: readonly string[]): Promise<RunningEngine> {
  return hold(['with', ...images], VARIABLES);
}

/** A Docker Engine beside the daemon, with one of the image stores that Docker has. */
export async function startDocker(
  store: 'classic' | 'containerd',
  images: readonly string[],
): Promise<RunningEngine> {
  const flags = store === 'containerd' ? ['--containerd-store'] : [];
  return hold(['docker', 'run', ...flags, ...images], DOCKER_VARIABLES);
}

async function hold(command: readonly string[], variables: readonly string[]): Promise<RunningEngine> {
  const holder = execa(ENGINE, [...command, '--', process.execPath, '-e', HOLD], {
    stderr: 'inherit',
    buffer: false,
  });
  const line = await Promise.race([once(holder.stdout, 'data'), holder.then(() => undefined)]);
  if (line === undefined) {
    throw new Error('the engine ended before it was ready');
  }
  const all = JSON.parse(String(line[0])) as Readonly<Record<string, string>>;
  return {
    environment: Object.fromEntries(variables.map((name) => [name, all[name] ?? ''])),
    stop: async () => {
      holder.stdin.end();
      await holder;
    },
  };
}

/** Makes base images that only some tests need: `python:3.13`, `python:3.9.2`, `python:3.11@386`. */
export async function ensureImages(...images: readonly string[]): Promise<void> {
  await execa(ENGINE, ['with', ...images, '--', 'true'], { stdio: ['ignore', 'inherit', 'inherit'] });
}

export interface ContainerOptions {
  readonly user?: string;
  readonly readOnly?: boolean;
  /** Folders in memory, which can be written even so. */
  readonly temporary?: readonly string[];
  /** `folder:target`, as `docker run -v` takes them. */
  readonly volumes?: readonly string[];
  readonly dropCapabilities?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly entrypoint?: string;
  readonly workingDirectory?: string;
  /** Of an index: `linux/386`. */
  readonly platform?: string;
}

export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The words that start a container of an image: see `test/engine/README.md`. */
export function containerWords(
  image: string,
  words: readonly string[],
  options: ContainerOptions,
): readonly string[] {
  const flags = [
    ...(options.user === undefined ? [] : ['-u', options.user]),
    ...(options.readOnly ? ['--read-only'] : []),
    ...(options.temporary ?? []).flatMap((folder) => ['--tmpfs', folder]),
    ...(options.volumes ?? []).flatMap((volume) => ['-v', volume]),
    ...(options.dropCapabilities ? ['--cap-drop-all'] : []),
    ...Object.entries(options.environment ?? {}).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
    ...(options.entrypoint === undefined ? [] : ['--entrypoint', options.entrypoint]),
    ...(options.workingDirectory === undefined ? [] : ['-w', options.workingDirectory]),
    ...(options.platform === undefined ? [] : ['--platform', options.platform]),
  ];
  return ['container', ...flags, image, ...words];
}

/** Runs an image (an OCI or Docker tar, or a reference of the local registry) to its end. */
export async function runContainer(
  image: string,
  words: readonly string[] = [],
  options: ContainerOptions = {},
): Promise<Finished> {
  const { exitCode, stdout, stderr } = await execa(ENGINE, containerWords(image, words, options), {
    reject: false,
    stdin: 'ignore',
  });
  return { exitCode: exitCode ?? -1, stdout, stderr };
}

/**
 * One engine with these images for all tests of a project; every worker inherits its environment. Gives the end of it, for a
 * daemon that this run has started.
 */
export async function setUpEngine(images: readonly string[]): Promise<() => Promise<void>> {
  const engine = await startEngine(images);
  Object.assign(process.env, engine.environment);
  return () => engine.stop();
}
