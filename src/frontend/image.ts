import type { HistoryEntry } from '../emit/history.js';
import { type BaseImageConfig, imageConfig } from '../emit/image-config.js';
import type { BuildPlan, EnvironmentVariable, Platform, Stage, Step } from '../plan/plan.js';
import type { BaseImages } from './base-images.js';

/** What BuildKit gives to an image without a `PATH`. */
const DEFAULT_PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

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
  'OnBuild',
  'Shell',
];

/** The configuration of a stage's image, and of the image that it stands on. */
export interface StageImage {
  readonly config: object;
  readonly base?: BaseImageConfig;
}

/**
 * The image that a stage makes. The final one is what the plan says; any other keeps its base's
 * configuration with what its steps set, as a Dockerfile build with `--target` has it. The date, in
 * seconds since 1970, is the image's and that of its own history: Docker's classic store reads it nowhere else.
 */
export function stageImage(
  plan: BuildPlan,
  stage: string,
  platform: Platform,
  { configs }: BaseImages,
  sourceDateEpoch: bigint | undefined,
): StageImage {
  const stages = stageChain(plan, stage);
  const root = stages[0]?.base;
  const base = root?.kind === 'image' ? configs.get(root.image.name) : undefined;
  const isFinal = plan.targets.some((target) => target.stage === stage);
  const image = isFinal ? imageConfig(plan, platform, base) : targetConfig(stages, platform, base);
  const complete = { ...image, config: inOrder({ ...inherited(base, isFinal), ...image.config }) };
  return {
    config: sourceDateEpoch === undefined ? complete : dated(complete, base, sourceDateEpoch),
    ...(base && { base }),
  };
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

/** A stage with those that it is based on, lowest first. */
function stageChain(plan: BuildPlan, name: string): readonly Stage[] {
  const stage = plan.stages.find((candidate) => candidate.name === name);
  if (stage === undefined) return [];
  return stage.base.kind === 'stage' ? [...stageChain(plan, stage.base.name), stage] : [stage];
}

/** A new entrypoint drops the base's command (dockerfile2llb, dispatchEntrypoint). */
function inherited(base: BaseImageConfig | undefined, isFinal: boolean): object {
  const { Cmd, ...rest }: Record<string, unknown> = { ...base?.config };
  return isFinal ? rest : { ...rest, Cmd };
}

function targetConfig(
  stages: readonly Stage[],
  { os, ...platform }: Platform,
  base: BaseImageConfig | undefined,
) {
  const steps = stages.flatMap((stage) => stage.steps);
  const start: ContainerState = {
    WorkingDir: '/',
    ...base?.config,
    Env: base?.config?.Env ?? [DEFAULT_PATH],
  };
  return { ...platform, os, config: steps.reduce(afterStep, start), history: base?.history };
}

interface ContainerState {
  readonly Env: readonly string[];
  readonly WorkingDir: string;
  readonly User?: string;
}

function afterStep(state: ContainerState, step: Step): ContainerState {
  switch (step.kind) {
    case 'environment':
      return { ...state, Env: step.variables.reduce(withVariable, state.Env) };
    case 'working-directory':
      return { ...state, WorkingDir: step.path };
    case 'user':
      return { ...state, User: step.user };
    default:
      return state;
  }
}

function withVariable(list: readonly string[], { name, value }: EnvironmentVariable): readonly string[] {
  const index = list.findIndex((entry) => entry.startsWith(`${name}=`));
  return index < 0 ? [...list, `${name}=${value}`] : list.with(index, `${name}=${value}`);
}

function inOrder(config: Readonly<Record<string, unknown>>): object {
  const keys = Object.keys(config).sort((a, b) => KEYS.indexOf(a) - KEYS.indexOf(b));
  return Object.fromEntries(keys.map((key) => [key, config[key]]));
}
