import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const ENGINE = fileURLToPath(new URL('../engine/engine', import.meta.url));

/**
 * Makes sure of a daemon and of base images such as `python:3.13`; prints progress on stderr. The
 * environment leads `buildctl` to the daemon; `started` tells whether this call started it.
 */
export async function engineUp(
  images: readonly string[],
): Promise<{ readonly environment: Readonly<Record<string, string>>; readonly started: boolean }> {
  const before = await isReachable(process.env['BUILDKIT_HOST'] ?? `unix://${ownSocket()}`);
  const { stdout } = await execa(ENGINE, ['up', ...images], { stderr: 'inherit', stdin: 'ignore' });
  return { environment: exports(stdout), started: !before };
}

export async function engineDown(): Promise<void> {
  await execa(ENGINE, ['down'], { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Makes base images that only some tests need: `python:3.13`, `python:3.9.2`, `python:3.11@386`. */
export async function ensureImages(...images: readonly string[]): Promise<void> {
  await engineUp(images);
}

export interface ContainerOptions {
  readonly user?: string;
  readonly readOnly?: boolean;
  readonly dropCapabilities?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly entrypoint?: string;
  readonly workingDirectory?: string;
}

export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an image (an OCI or Docker tar, or a reference of the local registry) to its end. */
export async function runContainer(
  image: string,
  words: readonly string[] = [],
  options: ContainerOptions = {},
): Promise<Finished> {
  const flags = [
    ...(options.user === undefined ? [] : ['-u', options.user]),
    ...(options.readOnly ? ['--read-only'] : []),
    ...(options.dropCapabilities ? ['--cap-drop-all'] : []),
    ...Object.entries(options.environment ?? {}).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
    ...(options.entrypoint === undefined ? [] : ['--entrypoint', options.entrypoint]),
    ...(options.workingDirectory === undefined ? [] : ['-w', options.workingDirectory]),
  ];
  const { exitCode, stdout, stderr } = await execa(ENGINE, ['container', ...flags, image, ...words], {
    reject: false,
    stdin: 'ignore',
  });
  return { exitCode: exitCode ?? -1, stdout, stderr };
}

/** A daemon that somebody else started is not this run's to stop. */
async function isReachable(host: string): Promise<boolean> {
  if (!host.startsWith('unix://')) return true;
  return access(host.slice('unix://'.length)).then(
    () => true,
    () => false,
  );
}

/** Where the engine's own daemon listens, also when nobody has read the engine's environment. */
function ownSocket(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(process.env['MOPY_ENGINE_CACHE'] ?? join(cache, 'mopy-engine'), 'run/buildkitd.sock');
}

/** Reads lines of the form `export NAME='value'`. */
function exports(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll(`'\\''`, "'"),
    ]),
  );
}
