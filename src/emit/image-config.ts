import { findStage, targetFor } from '../plan/lookup.js';
import type { EnvironmentVariable, HealthcheckConfiguration, Plan, Platform } from '../plan/plan.js';
import { type HistoryEntry, stageHistory } from './history.js';

/** An OCI image configuration, as far as mopy writes and reads it. Keys stand in the order in which BuildKit writes them. */
export interface ImageConfig {
  /** As Go names it: `amd64`, `arm64`, `arm`. */
  readonly architecture: string;
  /** Of an architecture that has several: `v7` of `arm`. */
  readonly variant?: string;
  /** `linux`. */
  readonly os: string;
  /** The first state of a container of the image. */
  readonly config: ContainerConfig;
  /** The instructions that made the layers; absent without a base image's configuration. */
  readonly history?: readonly HistoryEntry[];
}

/** The first state of a container: user, variables, program, folder. */
export interface ContainerConfig {
  /** `uid:gid`, in numbers. */
  readonly User: string;
  /** Ports with their protocols. */
  readonly ExposedPorts?: KeySet;
  /** `NAME=value`. */
  readonly Env: readonly string[];
  /** The program that every container runs, with its first words. */
  readonly Entrypoint?: readonly string[];
  /** The words that follow, unless the container is given others. */
  readonly Cmd?: readonly string[];
  /** Folders of data that outlives a container. */
  readonly Volumes?: KeySet;
  /** Absolute. */
  readonly WorkingDir: string;
  /** Labels by name. */
  readonly Labels: Readonly<Record<string, string>>;
  /** Written by BuildKit's Dockerfile frontend with every `CMD`, and kept from a base image; it only means something on Windows. */
  readonly ArgsEscaped?: true;
  /** Docker's addition to OCI's configuration. */
  readonly Healthcheck?: HealthcheckConfig;
}

/** Go's way to write a set: the members are keys. */
export type KeySet = Readonly<Record<string, Readonly<Record<string, never>>>>;

/** A health check; durations are nanoseconds, and the engine's own where they are absent. */
export interface HealthcheckConfig {
  /** `CMD`, and the words of the command. */
  readonly Test: readonly string[];
  /** Time between two checks. */
  readonly Interval?: number;
  /** Time after which a check has failed. */
  readonly Timeout?: number;
  /** Time to start, in which failures do not count. */
  readonly StartPeriod?: number;
  /** Time between two checks in the start period. */
  readonly StartInterval?: number;
  /** Failures in a row that make a container unhealthy. */
  readonly Retries?: number;
}

/** The configuration of a resolved base image: Docker's and OCI's keys. */
export interface BaseImageConfig {
  /** The first state of a container of the base image. */
  readonly config?: {
    readonly Env?: readonly string[] | null;
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly ArgsEscaped?: boolean | null;
    readonly ExposedPorts?: KeySet | null;
    readonly Volumes?: KeySet | null;
    readonly Healthcheck?: HealthcheckConfig | null;
    /** Instructions that builds upon the image would run first. */
    readonly OnBuild?: readonly string[] | null;
  } | null;
  /** The instructions that made its layers. */
  readonly history?: readonly HistoryEntry[] | null;
}

/**
 * The configuration of the image for one platform. With the configuration of its base image the
 * result is the one of a Dockerfile build, history included; without it there is no history, which
 * BuildKit then fills in, and the environment is the plan's alone. Throws on a platform that the plan
 * was not made for.
 */
export function imageConfig(plan: Plan, platform: Platform, base?: BaseImageConfig): ImageConfig {
  const stage = findStage(plan, targetFor(plan, platform).stage);
  return {
    architecture: platform.architecture,
    ...(platform.variant !== undefined && { variant: platform.variant }),
    os: platform.os,
    config: containerConfig(plan, base),
    ...(base && { history: [...(base.history ?? []), ...stageHistory(stage, plan.image)] }),
  };
}

function containerConfig({ image }: Plan, base: BaseImageConfig | undefined): ContainerConfig {
  return {
    User: image.user,
    ...((image.ports || base?.config?.ExposedPorts) && {
      ExposedPorts: keySet(base?.config?.ExposedPorts, image.ports),
    }),
    Env: mergeEnvironment(base?.config?.Env ?? [], image.environment),
    ...(image.entrypoint.length > 0 && { Entrypoint: image.entrypoint }),
    ...(image.command && { Cmd: image.command }),
    ...((image.volumes || base?.config?.Volumes) && {
      Volumes: keySet(base?.config?.Volumes, image.volumes),
    }),
    WorkingDir: image.workingDirectory,
    Labels: mergeLabels(
      base?.config?.Labels,
      image.labels.map(({ name, value }) => [name, value]),
    ),
    ...((image.command || base?.config?.ArgsEscaped) && { ArgsEscaped: true }),
    ...(image.healthcheck
      ? { Healthcheck: healthcheckConfig(image.healthcheck) }
      : base?.config?.Healthcheck && { Healthcheck: base.config.Healthcheck }),
  };
}

/** A set with more members, in the order in which Go writes it. */
function keySet(base: KeySet | null | undefined, own: readonly string[] = []): KeySet {
  const members = new Set([...Object.keys(base ?? {}), ...own]);
  return Object.fromEntries([...members].sort().map((member) => [member, {}]));
}

function healthcheckConfig(healthcheck: HealthcheckConfiguration): HealthcheckConfig {
  const { words, interval, timeout, startPeriod, startInterval, retries } = healthcheck;
  return {
    Test: ['CMD', ...words],
    ...(interval !== undefined && { Interval: interval }),
    ...(timeout !== undefined && { Timeout: timeout }),
    ...(startPeriod !== undefined && { StartPeriod: startPeriod }),
    ...(startInterval !== undefined && { StartInterval: startInterval }),
    ...(retries !== undefined && { Retries: retries }),
  };
}

/** `NAME=value` entries with more variables set: one that is there keeps its place (dockerfile2llb, addEnv). */
export function mergeEnvironment(
  base: readonly string[],
  own: readonly EnvironmentVariable[],
): readonly string[] {
  const values = new Map(base.map((entry) => [entry.split('=', 1)[0] ?? '', entry]));
  for (const { name, value } of own) {
    values.set(name, `${name}=${value}`);
  }
  return [...values.values()];
}

/** Labels with more labels set, in the order in which Go writes them. */
export function mergeLabels(
  base: ContainerConfig['Labels'] | null | undefined,
  own: Iterable<readonly [string, string]>,
): ContainerConfig['Labels'] {
  const labels = Object.entries({ ...base, ...Object.fromEntries(own) });
  return Object.fromEntries(labels.sort(([a], [b]) => (a < b ? -1 : 1)));
}
