import type { EnvironmentVariable, Platform } from '../../plan/plan.js';
import { DEFAULT_PATH } from '../default-path.js';
import type { Output } from './vertex.js';

/** The state of a stage after some of its steps, as BuildKit's Dockerfile converter tracks it. */
export interface StageState {
  /** Undefined: nothing is in it. */
  readonly files: Output | undefined;
  /** As programs get it: `ENV` moves a name that is known to the end. */
  readonly environment: readonly EnvironmentVariable[];
  /** As the configuration of an image of this state has it: `ENV` replaces a name that is known in its place. */
  readonly configured: readonly EnvironmentVariable[];
  readonly workingDirectory: string;
  readonly user: string;
}

const SCRATCH = { environment: [], workingDirectory: '/', user: '' };

/** A stage on an image, or on nothing. */
export function initialState(
  files: Output | undefined,
  { environment, workingDirectory, user }: Omit<StageState, 'files' | 'configured'> = SCRATCH,
): StageState {
  const hasPath = environment.some(({ name }) => name === 'PATH');
  const complete = hasPath ? environment : [...environment, { name: 'PATH', value: DEFAULT_PATH }];
  return { files, environment: complete, configured: complete, workingDirectory, user };
}

/** `ENV`. */
export function withEnvironment(state: StageState, variables: readonly EnvironmentVariable[]): StageState {
  const configured = new Map(
    [...state.configured, ...variables].map((variable) => [variable.name, variable]),
  );
  return {
    ...state,
    environment: variables.reduce(moveToEnd, state.environment),
    configured: [...configured.values()],
  };
}

/** The first state of a stage on another: variables come in the order of the image's configuration (dockerfile2llb, `toDispatchState`). */
export function withConfiguredOrder(state: StageState): StageState {
  return { ...state, environment: state.configured.reduce(moveToEnd, state.environment) };
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
