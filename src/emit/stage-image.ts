import { stageChain, targetFor } from '../plan/lookup.js';
import type { Plan, Platform, Stage, Step } from '../plan/plan.js';
import { DEFAULT_PATH } from './default-path.js';
import type { HistoryEntry } from './history.js';
import { type BaseImageConfig, imageConfig, mergeEnvironment, mergeLabels } from './image-config.js';

/** Keys of a container's configuration in the order in which BuildKit writes them. */
const KEYS = [
  'User',
  'ExposedPorts',
  'Env',
  'Entrypoint',
  'Cmd',
  'Volumes',
  'WorkingDir',
  'Labels',
  'StopSignal',
  'ArgsEscaped',
  'Healthcheck',
  'Shell',
];

/** The platform that a stage is built for, and the image that it is built on. */
export interface StageImageOptions {
  readonly platform: Platform;
  /** Configuration of the image that the stage stands on. */
  readonly base?: BaseImageConfig | undefined;
  /** Labels of the request, which every stage gets. */
  readonly labels: ReadonlyMap<string, string>;
  /** Seconds since 1970: the date of the image and of its own history. Docker's classic store reads it nowhere else. */
  readonly sourceDateEpoch?: bigint | undefined;
}

/**
 * Configuration of the image that a stage makes, everything of its base's that nothing replaces included. The
 * final stage's is what the plan says; any other keeps its base's with what its steps set, as a Dockerfile
 * build with `--target` has it. Throws on a name that no stage has.
 */
export function stageImageConfig(plan: Plan, name: string, options: StageImageOptions): object {
  const { platform, base, labels, sourceDateEpoch } = options;
  const isFinal = plan.targets.some(({ stage, intermediate }) => stage === name && !intermediate);
  const image = isFinal
    ? imageConfig(plan, platform, base)
    : targetConfig(stageChain(plan, name), platform, base);
  // Triggers of a base are for builds upon it, not for those upon this image.
  const config = { ...inherited(base, isFinal), ...image.config, OnBuild: undefined };
  const labelled = labels.size === 0 ? config : { ...config, Labels: mergeLabels(config.Labels, labels) };
  const complete = { ...image, config: inOrder(labelled) };
  return sourceDateEpoch === undefined ? complete : dated(complete, base, sourceDateEpoch);
}

/**
 * Configuration of the image that a plan makes for a platform, without what its base says: for builders that are
 * given it beside the definition. Throws on a platform that the plan was not made for.
 */
export function targetImageConfig(plan: Plan, platform: Platform): object {
  const { stage, intermediate } = targetFor(plan, platform);
  return intermediate
    ? stageImageConfig(plan, stage, { platform, labels: new Map() })
    : imageConfig(plan, platform);
}

function dated<Image extends { readonly history?: readonly HistoryEntry[] | undefined }>(
  image: Image,
  base: BaseImageConfig | undefined,
  sourceDateEpoch: bigint,
): Image {
  // Go writes whole seconds without a fraction.
  const created = new Date(Number(sourceDateEpoch) * 1000).toISOString().replace('.000Z', 'Z');
  const inheritedEntries = base?.history?.length ?? 0;
  const history = image.history?.map((entry, index) =>
    index < inheritedEntries ? entry : { created, ...entry },
  );
  return { created, ...image, ...(history && { history }) };
}

/** A new entrypoint drops the base's command (dockerfile2llb, dispatchEntrypoint). */
function inherited(base: BaseImageConfig | undefined, isFinal: boolean): object {
  const { Cmd, ...rest }: Record<string, unknown> = { ...base?.config };
  return isFinal ? rest : { ...rest, Cmd };
}

function targetConfig(
  chain: readonly Stage[],
  { os, ...platform }: Platform,
  base: BaseImageConfig | undefined,
) {
  const start: ContainerState = {
    WorkingDir: '/',
    ...base?.config,
    Env: base?.config?.Env ?? [`PATH=${DEFAULT_PATH}`],
  };
  return {
    ...platform,
    os,
    config: chain.flatMap(({ steps }) => steps).reduce(afterStep, start),
    history: base?.history ?? undefined,
  };
}

interface ContainerState {
  readonly Env: readonly string[];
  readonly WorkingDir: string;
  readonly User?: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
}

function afterStep(state: ContainerState, step: Step): ContainerState {
  switch (step.kind) {
    case 'environment':
      return { ...state, Env: mergeEnvironment(state.Env, step.variables) };
    case 'working-directory':
      return { ...state, WorkingDir: step.path };
    case 'user':
      return { ...state, User: step.user };
    default:
      return state;
  }
}

function inOrder(config: Readonly<Record<string, unknown>>): object {
  const keys = Object.keys(config).sort((a, b) => KEYS.indexOf(a) - KEYS.indexOf(b));
  return Object.fromEntries(keys.map((key) => [key, config[key]]));
}
