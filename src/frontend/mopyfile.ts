import { type Compilation, compile } from '../compile.js';
import type { BuildContext } from '../context/context.js';
import type { Output } from '../emit/llb/vertex.js';
import { VERSION } from '../version.js';
import { type Daemon, referenceTo } from './daemon.js';
import { FrontendError } from './frontend-error.js';
import { gatewayContext } from './gateway-context.js';
import { localProbe } from './local-probe.js';
import type { FrontendOptions } from './options.js';
import { readFile } from './reference-files.js';
import { type BuildSources, buildFiles } from './sources.js';

/** A Mopyfile as it came from BuildKit. */
export interface FoundMopyfile {
  readonly filename: string;
  readonly bytes: Uint8Array;
  /** `<filename>.dockerignore`, where there is one. */
  readonly ignoreFile?: { readonly filename: string; readonly bytes: Uint8Array };
  /** What made it: warnings are shown under its vertex. */
  readonly files: Output;
}

/** Reads the Mopyfile and the ignore file beside it. Throws FrontendError when there is none. */
export async function readMopyfile(daemon: Daemon, sources: BuildSources): Promise<FoundMopyfile> {
  const { filename } = sources;
  const files = buildFiles(daemon, sources);
  const reference = await referenceTo(daemon.gateway, files);
  const [bytes, ignore] = await Promise.all(
    [filename, `${filename}.dockerignore`].map((path) => readFile(daemon.gateway, reference, path)),
  );
  if (bytes === undefined) throw new FrontendError(`there is no ${filename} where the build file should be`);
  return {
    filename,
    bytes,
    files,
    ...(ignore && { ignoreFile: { filename: `${filename}.dockerignore`, bytes: ignore } }),
  };
}

/** Compiles the Mopyfile against the context that BuildKit holds. */
export async function compileMopyfile(
  daemon: Daemon,
  sources: BuildSources,
  mopyfile: FoundMopyfile,
  options: Pick<FrontendOptions, 'platforms' | 'labels'> & { readonly now: Date },
): Promise<Compilation> {
  const { filename, ignoreFile } = mopyfile;
  const context = await contextOf(daemon, sources);
  const own = await context.read(filename);
  const isInContext = own !== undefined && Buffer.compare(own, mopyfile.bytes) === 0;
  return compile(mopyfile, context, {
    now: options.now,
    ...(isInContext && { contextPath: filename }),
    ...(ignoreFile && { ignoreFile }),
    platforms: options.platforms,
    credentials: 'inline',
    baseImages: new Map(),
    labels: options.labels,
    compilerVersion: VERSION,
  });
}

async function contextOf(daemon: Daemon, { context, filename }: BuildSources): Promise<BuildContext> {
  if (context.kind === 'local') {
    const first = [filename, `${filename}.dockerignore`, '.dockerignore'];
    return gatewayContext(daemon.gateway, localProbe(daemon, context.name, first));
  }
  const reference = referenceTo(daemon.gateway, context.files);
  return gatewayContext(daemon.gateway, () => reference);
}
