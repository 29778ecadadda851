import type { EnvironmentVariable, Platform } from '../../plan/plan.js';
import type { Output } from './vertex.js';

/**
 * What a stage has come to, as BuildKit's Dockerfile converter tracks it. Two environments, because
 * their orders differ: `ENV` moves a known name to the end for programs, but leaves it in place in
 * the image's configuration, which is what a stage on top of this one starts from.
 */
export interface StageState {
  /** Undefined: nothing is in it. */
  readonly files: Output | undefined;
  readonly environment: readonly EnvironmentVariable[];
  readonly configured: readonly EnvironmentVariable[];
  readonly workingDirectory: string;
  readonly user: string;
}

/** What BuildKit gives to an image without a `PATH`. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A stage on an image, or on nothing. */
export function initialState(
  files: Output | undefined,
  configuration: Pick<StageState, 'workingDirectory' | 'user'> & {
    readonly environment: readonly EnvironmentVariable[];
  },
): StageState {
  const { environment } = configuration;
  const hasPath = environment.some(({ name }) => name === 'PATH');
  const configured = hasPath ? environment : [...environment, { name: 'PATH', value: DEFAULT_PATH }];
  return {
    files,
    environment: configured.reduce(moveToEnd, []),
    configured,
    workingDirectory: configuration.workingDirectory || '/',
    user: configuration.user,
  };
}

/** A stage on another one: its configured variables are set again, so that `ARG`s come first. */
export function inheritedState(base: StageState): StageState {
  return { ...base, environment: base.configured.reduce(moveToEnd, base.environment) };
}

/** `ENV`. */
export function withEnvironment(state: StageState, variables: readonly EnvironmentVariable[]): StageState {
  return {
    ...state,
    environment: variables.reduce(moveToEnd, state.environment),
    configured: variables.reduce(replaceInPlace, state.configured),
  };
}

/** `ARG TARGETARCH` and `ARG TARGETVARIANT`: known to programs, not to the image. */
export function withPlatformArguments(
  state: StageState,
  names: readonly ('TARGETARCH' | 'TARGETVARIANT')[],
  { architecture, variant = '' }: Platform,
): StageState {
  const values = { TARGETARCH: architecture, TARGETVARIANT: variant };
  const variables = names.map((name) => ({ name, value: values[name] }));
  return { ...state, environment: variables.reduce(moveToEnd, state.environment) };
}

/** An environment as programs get it. */
export function assignments(environment: readonly EnvironmentVariable[]): readonly string[] {
  return environment.map(({ name, value }) => `${name}=${value}`);
}

function moveToEnd(
  list: readonly EnvironmentVariable[],
  variable: EnvironmentVariable,
): readonly EnvironmentVariable[] {
  return [...list.filter(({ name }) => name !== variable.name), variable];
}

function replaceInPlace(
  list: readonly EnvironmentVariable[],
  variable: EnvironmentVariable,
): readonly EnvironmentVariable[] {
  const index = list.findIndex(({ name }) => name === variable.name);
  return index === -1 ? [...list, variable] : list.with(index, variable);
}
