import { basename, resolve } from 'node:path';
import { csvValue } from '../../basics/csv.js';
import { foundationFor } from '../../plan/base-images.js';
import type { Plan, Platform } from '../../plan/plan.js';
import { platformName } from '../../plan/platform.js';
import { type BuildRequest, sshValues } from '../../solve/build-request.js';
import type { Children } from '../../solve/children.js';
import { defaultTag, exportsImage, type Loader, withDefaultName } from '../../solve/destination.js';
import { type Connection, type Engine, findEngine } from '../../solve/engine.js';
import { dockerAnswers, findLoader } from '../../solve/loader.js';
import { isOperationalError, OperationalError } from '../../source/operational-error.js';
import { positionAt } from '../../source/position.js';
import type { BuildArguments } from '../command-line/build-arguments.js';
import { checkAddress } from '../command-line/engine-values.js';
import { builderPlatform } from '../command-line/platforms.js';
import type { RunRequest } from '../command-line/run-request.js';
import { usageError } from '../command-line/usage-error.js';
import type { Logger } from '../messages/logger.js';
import type { Io } from '../world/io.js';

/**
 * The engine that builds. A dry run without one shows what buildctl would be given.
 *
 * @throws OperationalError for an address that is none, TLS to a daemon that nothing names, and where nothing is there to build with
 */
export async function chooseEngine(
  run: RunRequest,
  children: Children,
  { environment }: Io,
  logger: Logger,
): Promise<Engine> {
  const { builder } = run.build;
  const connection = connectionOf(run, environment);
  try {
    const engine = await findEngine(children, connection, builder);
    await logger.note(engineLine(engine));
    return engine;
  } catch (error) {
    if (run.mode !== 'dry-run' || !isOperationalError(error)) {
      throw error;
    }
    await logger.warning(error.message, error.hint);
    return builder === undefined ? { kind: 'buildctl', connection } : { kind: 'docker', builder };
  }
}

/** The daemon's address from its flag, which wins, or from the environment, and its flags for TLS. */
function connectionOf({ build }: RunRequest, environment: Io['environment']): Connection {
  const { tls, builder } = build;
  const address = build.address ?? (environment['BUILDKIT_HOST'] || undefined);
  if (builder === undefined && address !== undefined) {
    checkAddress(build.address === undefined ? 'BUILDKIT_HOST' : '-addr', address);
  }
  const [tlsFlag] = Object.keys(tls);
  if (tlsFlag !== undefined && address === undefined) {
    throw usageError(
      `-${tlsFlag} is for a daemon at an address, and none is named`,
      'add `-addr tcp://HOST:PORT`, or set BUILDKIT_HOST',
    );
  }
  return { tls, ...(address && { address }) };
}

function engineLine(engine: Engine): string {
  if (engine.kind === 'docker') {
    return `building with docker buildx${engine.builder === undefined ? '' : `, builder ${engine.builder}`}`;
  }
  return `building with buildctl at ${engine.connection.address ?? 'its default address'}`;
}

/**
 * buildctl is given LLB, which is for one platform: the worker's unless told. Docker is given a Dockerfile, which
 * names no platform as long as the distroless base has the builder's.
 */
export function choosePlatforms({ platforms }: RunRequest, engine: Engine, io: Io): readonly Platform[] {
  if (platforms.length > 0) {
    return platforms;
  }
  const own = engine.platform && builderPlatform(platformName({ ...engine.platform, os: 'linux' }));
  if (engine.kind === 'buildctl') {
    return [own ?? builderPlatform(io.platform)];
  }
  return own && foundationFor('distroless', own) === 'slim' ? [own] : [];
}

/**
 * The program that the image is loaded into, if any. Without a destination that is Docker, when it answers.
 *
 * @throws OperationalError when `-load` finds nothing
 */
export async function chooseLoader(
  { build, platforms }: RunRequest,
  engine: Engine,
  children: Children,
): Promise<Loader | undefined> {
  const undecided = !build.push && build.outputs.length === 0 && platforms.length < 2;
  if (engine.kind === 'docker') {
    return build.load || undecided ? 'docker' : undefined;
  }
  if (!build.load) {
    return undecided && (await dockerAnswers(children)) ? 'docker' : undefined;
  }
  const loader = await findLoader(children);
  if (loader !== undefined) {
    return loader;
  }
  throw new OperationalError(
    '-load finds nothing to load into: neither docker nor podman nor nerdctl answers',
    'use -push, or -output type=oci,dest=image.tar',
  );
}

/**
 * The flags of a build with their defaults.
 *
 * @param folder of the context
 * @throws OperationalError for a metadata file that nothing would write
 */
export function requestFor(
  run: RunRequest,
  { plan, engine, loader, folder, buildArguments }: RequestInput,
): BuildRequest {
  const { build } = run;
  if (build.metadataFile !== undefined && engine.kind === 'buildctl' && !exportsImage(build, loader)) {
    throw usageError('-metadata-file needs an image to describe', 'use -load, -push or -output type=image');
  }
  const { proxies, sourceDateEpoch } = buildArguments;
  return {
    ...build,
    context: folder,
    ...(build.tags.length === 0 && namedByFolder(build.outputs, loader, imageName(plan, folder))),
    platforms: run.platforms.map(platformName),
    proxies: [...proxies.keys()],
    ...(sourceDateEpoch !== undefined && { sourceDateEpoch }),
  };
}

/** The image's name where it was given none. Docker would let a tag replace names that outputs have. */
function namedByFolder(
  outputs: readonly string[],
  loader: Loader | undefined,
  tag: string,
): Pick<BuildRequest, 'tags' | 'outputs'> {
  return {
    tags: loader === undefined ? [] : [tag],
    outputs: outputs.map((output) => withDefaultName(output, tag)),
  };
}

/** The folder's name; a stage that is not the image does not take the image's name away. */
function imageName({ targets }: Plan, folder: string): string {
  const name = defaultTag(basename(resolve(folder)));
  const stage = targets.find(({ intermediate }) => intermediate)?.stage;
  return stage === undefined ? name : `${name}:${stage}`;
}

interface RequestInput {
  readonly plan: Plan;
  readonly engine: Engine;
  readonly loader?: Loader;
  readonly folder: string;
  readonly buildArguments: BuildArguments;
}

/** BuildKit would say so when everything before the installation has run. */
export function refuseMissingSecrets({ secrets }: Plan, { build }: RunRequest): void {
  const given = new Set(build.secrets.map((value) => csvValue(value, 'id')));
  const missing = secrets.filter(({ id, value }) => value === undefined && !given.has(id));
  const [first] = missing;
  if (first === undefined) {
    return;
  }
  const { source, span } = first.location;
  throw new OperationalError(
    `the build needs the secret \`${first.id}\` (${source.filename}:${positionAt(source, span.start).line})`,
    `give it: ${missing.map(({ id }) => `-secret id=${id},env=NAME`).join(' ')}, or src=FILE in place of env=NAME`,
  );
}

/** BuildKit's own message about a missing agent names no remedy. */
export function refuseMissingAgent(plan: Plan, { build }: RunRequest, { environment }: Io): void {
  if (environment['SSH_AUTH_SOCK'] || !sshValues(plan, build.ssh).includes('default')) {
    return;
  }
  throw new OperationalError(
    'the build needs your SSH agent, and SSH_AUTH_SOCK is not set',
    'run: eval "$(ssh-agent)" && ssh-add\nor name a key: -ssh default=$HOME/.ssh/id_ed25519',
  );
}
