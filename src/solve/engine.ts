import { OperationalError } from '../source/operational-error.js';
import type { Answer, Children } from './children.js';
import { flag } from './invocation.js';

/** The program that carries out a build. */
export type Engine =
  | {
      readonly kind: 'buildctl';
      readonly connection: Connection;
      /** Of the first worker, as BuildKit writes it. */
      readonly platform?: WorkerPlatform;
    }
  | {
      readonly kind: 'docker';
      /** A builder of buildx; absent for the current one. */
      readonly builder?: string;
      /** That a build without `--platform` is for. */
      readonly platform?: WorkerPlatform;
    };

/** The platform of a BuildKit worker, in the words of `buildctl debug workers`. */
export interface WorkerPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** How buildctl reaches buildkitd: its flags before the command (BuildKit's cmd/buildctl/main.go). */
export interface Connection {
  /** Absent for buildctl's default. */
  readonly address?: string;
  /** Files and the server's name for TLS, by the names of buildctl's flags; none without TLS. */
  readonly tls: Readonly<Partial<Record<TlsFlag, string>>>;
}

/** buildctl's flags for a daemon behind TLS; mopy has them by the same names. */
export const TLS_FLAGS = ['tlsdir', 'tlscacert', 'tlscert', 'tlskey', 'tlsservername'] as const;

/** The name of one of these flags. */
export type TlsFlag = (typeof TLS_FLAGS)[number];

/** The words of a connection, before buildctl's command. */
export function connectionWords({ address, tls }: Connection): readonly string[] {
  return [
    ...flag('--addr', address === undefined ? [] : [address]),
    ...TLS_FLAGS.flatMap((name) => flag(`--${name}`, tls[name] === undefined ? [] : [tls[name]])),
  ];
}

/**
 * Chooses the engine: a builder of Docker's buildx where one is named; else buildkitd at the address given, else at
 * buildctl's default address, else Docker's current builder.
 *
 * @param connection its address from `-addr` or `BUILDKIT_HOST`
 * @param builder from `-builder`
 * @throws OperationalError that says what was looked for
 */
export async function findEngine(
  children: Children,
  connection: Connection,
  builder: string | undefined,
): Promise<Engine> {
  if (builder !== undefined) {
    return namedBuilder(children, builder);
  }
  const { address } = connection;
  const workers = await askWorkers(children, connectionWords(connection));
  if (workers.outcome === 'ok') {
    const platform = firstPlatform(workers.stdout);
    return { kind: 'buildctl', connection, ...(platform && { platform }) };
  }
  if (address !== undefined) {
    throw addressError(address, workers);
  }
  const docker = await askDocker(children);
  if (docker.kind !== 'refusal') {
    return docker;
  }
  throw new OperationalError(
    `there is nothing to build with\n  -addr, BUILDKIT_HOST: not set\n  buildctl: ${reasonOf(workers, 'buildctl')}\n  docker: ${docker.reason}`,
    'install Docker (https://docs.docker.com/engine/install/), or start buildkitd and name its address in BUILDKIT_HOST;\n`mopy -dockerfile > Dockerfile` needs neither, and builds wherever Docker is',
  );
}

/**
 * Whether an engine that was there is there still. Of Docker's builders nobody can tell: buildx calls a node that has gone and
 * one that no build has needed yet by the same word, `inactive`.
 */
export async function stillAnswers(children: Children, engine: Engine): Promise<boolean> {
  return (
    engine.kind !== 'buildctl' ||
    (await askWorkers(children, connectionWords(engine.connection))).outcome === 'ok'
  );
}

/** Old releases of buildctl have no `--format`: they answer, but do not tell the platform. */
async function askWorkers(children: Children, global: readonly string[]): Promise<Answer> {
  const words = [...global, 'debug', 'workers'];
  const answer = await children.ask('buildctl', [...words, '--format', '{{json .}}']);
  return answer.outcome === 'failed' && answer.stderr.includes('not defined')
    ? children.ask('buildctl', words)
    : answer;
}

/** The reason why Docker cannot build. */
interface Refusal {
  readonly kind: 'refusal';
  readonly reason: string;
  readonly remedy: string;
}

function refusal(reason: string, remedy = '`docker buildx ls` lists the builders'): Refusal {
  return { kind: 'refusal', reason, remedy };
}

async function namedBuilder(children: Children, builder: string): Promise<Engine> {
  const docker = await askDocker(children, builder);
  if (docker.kind !== 'refusal') {
    return docker;
  }
  throw new OperationalError(`the builder ${builder} cannot build: ${docker.reason}`, docker.remedy);
}

/** Docker's builder, or why it cannot build. */
async function askDocker(children: Children, name?: string): Promise<Engine | Refusal> {
  const buildx = await children.ask('docker', ['buildx', 'version']);
  if (buildx.outcome === 'missing') {
    return refusal(
      reasonOf(buildx, 'docker'),
      'install Docker and its plugin buildx, or build with -addr at a buildkitd',
    );
  }
  if (buildx.outcome === 'failed') {
    const [cause] = buildx.stderr.trim().split('\n', 1);
    return refusal(
      `the buildx plugin is missing (${cause})`,
      'it is a package of its own, docker-buildx or docker-buildx-plugin',
    );
  }
  const named = name === undefined ? {} : { builder: name };
  const builder = await children.ask('docker', ['buildx', 'inspect', ...(name === undefined ? [] : [name])]);
  const problem = /^Error:\s*(.+)$/m.exec(builder.stdout)?.[1];
  if (builder.outcome !== 'ok' || problem !== undefined) {
    return refusal(problem ?? reasonOf(builder, 'docker'));
  }
  const [, os, architecture, variant] = /^Platforms:\s*(\w+)\/(\w+)(?:\/(\w+))?/m.exec(builder.stdout) ?? [];
  if (os === undefined || architecture === undefined) {
    return { kind: 'docker', ...named };
  }
  const platform = { os, architecture, ...(variant !== undefined && { variant }) };
  return { kind: 'docker', ...named, platform };
}

function addressError(address: string, answer: Answer): OperationalError {
  return answer.outcome === 'missing'
    ? new OperationalError(
        `building at ${address} needs buildctl, which is not on PATH`,
        'it comes with BuildKit: https://github.com/moby/buildkit/releases',
      )
    : new OperationalError(
        `buildkitd at ${address} does not answer: ${lastLine(answer.stderr)}`,
        'see whether it runs there and listens; -addr and BUILDKIT_HOST name another one',
      );
}

function reasonOf(answer: Answer, program: string): string {
  if (answer.outcome === 'missing') {
    return `${program} is not on PATH`;
  }
  return lastLine(answer.stderr) || 'no answer';
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^error: /i, '') ?? ''
  );
}

/** buildctl prints its workers as JSON; a daemon without any could not build. */
function firstPlatform(json: string): WorkerPlatform | undefined {
  try {
    const worker = propertiesOf(first(JSON.parse(json)));
    const platform = propertiesOf(first(worker['platforms'] ?? worker['Platforms']));
    const { os, architecture, variant } = platform;
    return typeof os === 'string' && typeof architecture === 'string'
      ? { os, architecture, ...(typeof variant === 'string' && variant !== '' && { variant }) }
      : undefined;
  } catch {
    return undefined;
  }
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function propertiesOf(value: unknown): Readonly<Record<string, unknown>> {
  return { ...Object(value) };
}
