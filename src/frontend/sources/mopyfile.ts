import { compileParsed, mentionedPaths, type PipelineResult, parseMopyfile } from '../../compile.js';
import type { BuildContext } from '../../context/context.js';
import type { Output } from '../../emit/llb/vertex.js';
import { VERSION } from '../../version.js';
import type { Daemon } from '../daemon/daemon.js';
import { selected } from '../daemon/definitions.js';
import { referenceTo } from '../daemon/solve.js';
import { FrontendError } from '../gateway/frontend-error.js';
import { readFile } from '../gateway/reference-files.js';
import type { FrontendOptions } from '../request/options.js';
import { gatewayContext } from './gateway-context.js';
import { localProbe } from './local-probe.js';
import { type BuildSources, buildFiles, otherNames, pathInContext } from './sources.js';

/** A Mopyfile as it came from BuildKit. */
export interface FoundMopyfile {
  /** Its name where it was found. */
  readonly filename: string;
  /** Where it would lie in the build context, which may be a folder of what it came with. */
  readonly pathInContext: string;
  readonly bytes: Uint8Array;
  /** `<filename>.dockerignore`, where there is one. */
  readonly ignoreFile?: { readonly filename: string; readonly bytes: Uint8Array };
  /** The output that holds it: warnings are shown under its vertex. */
  readonly files: Output;
}

/** Reads the Mopyfile and the ignore file beside it. Throws FrontendError when there is none. */
export async function readMopyfile(daemon: Daemon, sources: BuildSources): Promise<FoundMopyfile> {
  const names = [sources.filename, ...otherNames(sources.filename)];
  const ignoreName = `${sources.filename}.dockerignore`;
  const files = buildFiles(daemon, sources);
  const reference = await referenceTo(daemon, files);
  const [ignore, ...contents] = await Promise.all(
    [ignoreName, ...names].map((path) => readFile(daemon.gateway, reference, path)),
  );
  const found = contents.findIndex((content) => content !== undefined);
  const [filename, bytes] = [names[found], contents[found]];
  if (filename === undefined || bytes === undefined) {
    throw new FrontendError(`there is no ${sources.filename} where the build file should be`);
  }
  return {
    filename,
    pathInContext: pathInContext(daemon, filename),
    bytes,
    files,
    ...(ignore && { ignoreFile: { filename: ignoreName, bytes: ignore } }),
  };
}

/** The build context as the compiler sees it. */
export interface FoundContext {
  readonly context: BuildContext;
  /** Has paths sent that are going to be looked up. */
  expect(paths: readonly string[]): void;
}

/** Gets at the build context. Files that every build looks up are on their way at once. */
export function findContext(daemon: Daemon, { context, filename }: BuildSources): FoundContext {
  if (context.kind === 'local') {
    const { referenceFor, referenceToSelected, expect } = localProbe(daemon, context.name);
    expect([filename, `${filename}.dockerignore`, '.dockerignore']);
    return { context: gatewayContext(daemon.gateway, referenceFor, referenceToSelected), expect };
  }
  const { files } = context;
  const reference = referenceTo(daemon, files);
  reference.catch(() => undefined);
  return {
    context: gatewayContext(
      daemon.gateway,
      () => reference,
      (selection) => referenceTo(daemon, selected(files, selection)),
    ),
    expect: () => undefined,
  };
}

/** Compiles the Mopyfile against the context that BuildKit holds. */
export async function compileMopyfile(
  mopyfile: FoundMopyfile,
  { context, expect }: FoundContext,
  options: Pick<FrontendOptions, 'platforms' | 'labels'> & { readonly now: Date },
): Promise<PipelineResult> {
  const { pathInContext: path, bytes, ignoreFile } = mopyfile;
  const parsed = parseMopyfile(mopyfile);
  expect(mentionedPaths(parsed));
  const own = await context.read(path);
  const isInContext = own !== undefined && Buffer.compare(own, bytes) === 0;
  return compileParsed(parsed, context, {
    now: options.now,
    ...(isInContext && { contextPath: path }),
    ...(ignoreFile && { ignoreFile }),
    platforms: options.platforms,
    credentials: 'inline',
    baseImages: new Map(),
    labels: options.labels,
    compilerVersion: VERSION,
  });
}
