import { startDocker } from './engine.js';
import { buildFrontendImage, frontendReference } from './frontend.js';
import { type CallOptions, type Result, run, shell } from './mopy.js';

/** Docker reaches the machine's network and its servers on 127.0.0.1 only so. */
export const NETWORK = '--network=host';

/** The name in the examples' first line. */
export const FRONTEND = 'mopy/mopy:1';

export interface Docker {
  /** Runs `docker` with these words. */
  call(words: readonly string[], options?: CallOptions): Promise<Result>;
  /** `docker build` of a folder's Mopyfile. The progress comes as JSON lines, for `readProgress`. */
  build(folder: string, words?: readonly string[], options?: CallOptions): Promise<Result>;
  /** Runs an image to its end. */
  container(image: string, words?: readonly string[]): Promise<Result>;
  /** Runs a line as `shell` does, on a machine that has nothing but Docker. */
  shell(line: string, options?: CallOptions): Promise<Result>;
  stop(): Promise<void>;
}

/** A Docker Engine that finds the frontend under its name. */
export async function dockerWithFrontend(
  store: 'classic' | 'containerd' = 'classic',
  images: readonly string[] = ['python:3.11'],
): Promise<Docker> {
  const engine = await startDocker(store, images);
  // The registry that Docker pulls from, which is another one when the daemon is not the engine's own.
  const registry = engine.environment['MOPY_ENGINE_REGISTRY'];
  await buildFrontendImage([frontendReference(), `${registry}/${FRONTEND}`]);
  const withEnvironment = (options: CallOptions = {}) => ({
    ...options,
    env: { ...engine.environment, ...options.env },
  });
  const call: Docker['call'] = (words, options) => run('docker', words, withEnvironment(options));
  // Docker prefers the image that it has.
  const { exitCode, stderr } = await call(['pull', '--quiet', FRONTEND]);
  if (exitCode !== 0) {
    throw new Error(stderr);
  }
  return {
    call,
    build: (folder, words = [], options = {}) =>
      call(['build', NETWORK, '--progress=rawjson', '--file=Mopyfile.yaml', ...words, '.'], {
        cwd: folder,
        ...options,
      }),
    container: (image, words = []) => call(['run', '--rm', NETWORK, image, ...words]),
    // The engine's `docker` is alone in its folder.
    shell: (line, options) =>
      shell(`PATH=$(dirname "$(command -v docker)"); unset BUILDKIT_HOST; ${line}`, withEnvironment(options)),
    stop: () => engine.stop(),
  };
}
