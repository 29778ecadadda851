import { maskUrls } from '../../source/credentials.js';
import type { CheckCommand, ImageCommand, Mopyfile } from '../../validate/mopyfile.js';
import { pythonOf, ROOT_USER, USER_ID } from '../base-images.js';
import type { BindMount, RunStep, Stage, StageBase, Step } from '../plan.js';
import { commandTrustMounts } from '../steps/network.js';
import { bind, runScript, stage } from '../steps/steps.js';
import { type Layers, PREPARED_LAYER, tie } from './layers.js';
import { PREPARED_TREE } from './trees.js';

/** Name of the stage that is the image as far as it is known before `prepare`. */
const ASSEMBLED = 'assembled';

/** Name of the stage that is the image with what `prepare` has written. */
const FINISHED = 'finished';

/** The commands of a Mopyfile that run in the build, and how the image is put together that they run in. */
export interface CommandStagesInput {
  readonly prepare: readonly ImageCommand[];
  readonly checks: readonly CheckCommand[];
  readonly caCertificates: Mopyfile['caCertificates'];
  /** Folders that the user may write to. */
  readonly volumes: readonly string[];
  readonly installs: boolean;
  readonly layers: Layers;
  /** Makes a stage on the final image's base, with its environment and working directory, ending as its user. */
  readonly image: (name: string, comment: string, layers: Layers) => Stage;
}

/**
 * The stages that run `prepare` and `checks`, and the layers of the final image, which then has what the former has
 * written and cannot be built when one of them fails.
 */
export function commandStages(input: CommandStagesInput): {
  readonly stages: readonly Stage[];
  readonly layers: Layers;
} {
  const { prepare, checks, layers } = input;
  if (prepare.length + checks.length === 0) {
    return { stages: [], layers };
  }
  const assembled = input.image(ASSEMBLED, 'The image before any command of the Mopyfile has run.', layers);
  const prepared = prepare.length === 0 ? layers : { ...layers, prepared: PREPARED_LAYER };
  const stages = [assembled, ...(prepare.length > 0 ? [prepareStage(input, assembled)] : [])];
  if (checks.length === 0) {
    return { stages, layers: prepared };
  }
  const finished =
    prepare.length === 0
      ? []
      : [input.image(FINISHED, 'The image with what the commands have written.', prepared)];
  const tied = tie('checked', 'The layer that the image gets once all checks have succeeded.', prepared, {
    stage: 'checks',
    folder: '/proc',
  });
  return {
    stages: [...stages, ...finished, checksStage(input, finished[0] ?? assembled), tied.stage],
    layers: tied.layers,
  };
}

/** Runs `prepare` in the finished file system, as its user and with network, and gathers what is new at home. */
function prepareStage(
  { prepare, installs, volumes, caCertificates }: CommandStagesInput,
  below: Stage,
): Stage {
  const gather = runScript(pythonOf(installs), 'gather.py', ['/mopy/before', PREPARED_TREE, ...volumes], {
    title: 'gather the prepared files',
    comment: 'Only files below the home folder become part of the image.',
    locations: prepare.map(({ location }) => location),
    network: 'none',
    mounts: [bind(ASSEMBLED, '/', 'before')],
  });
  return stage('prepare', 'Runs the commands of `prepare` in the image, as its user.', on(below), [
    ...repeatedEnvironment(below),
    ...prepare.map((command): Step => {
      const step = commandStep('prepare', installs, command, 0, 'default');
      return { ...step, mounts: [...step.mounts, ...commandTrustMounts({ caCertificates }, USER_ID)] };
    }),
    { kind: 'user', user: ROOT_USER },
    gather,
  ]);
}

/** Runs `checks` where nothing can be written but in memory, and without network. */
function checksStage({ checks, installs, volumes }: CommandStagesInput, below: Stage): Stage {
  return stage(
    'checks',
    'Runs the commands of `checks` in the finished image, as its user. Nothing of them stays.',
    on(below),
    [
      ...repeatedEnvironment(below),
      ...checks.map((command): Step => {
        const step = commandStep('check', installs, command, command.timeout, 'none');
        return { ...step, mounts: [...step.mounts, ...readOnlyMounts(below, volumes)] };
      }),
    ],
  );
}

function on({ name }: Stage): StageBase {
  return { kind: 'stage', name };
}

/** Variables of a base image come in an order of their own: set again, they are in the same order on every base. */
function repeatedEnvironment({ steps }: Stage): readonly Step[] {
  return steps.filter(({ kind }) => kind === 'environment');
}

/** A Dockerfile has no read-only root: what the user could write is covered, `/home` whole since files could lie beside the home folder. */
function readOnlyMounts({ name }: Stage, volumes: readonly string[]): RunStep['mounts'] {
  const outside = volumes.filter((path) => !/^\/(home|tmp)\//.test(path));
  return [
    ...['/home', ...outside].map(
      (path): BindMount => ({
        kind: 'bind',
        from: name,
        source: path,
        mountPoint: path,
        writable: false,
      }),
    ),
    { kind: 'memory', mountPoint: '/tmp' },
  ];
}

function commandStep(
  key: string,
  installs: boolean,
  { words, location }: ImageCommand,
  seconds: number,
  network: RunStep['network'],
): RunStep {
  return runScript(pythonOf(installs), 'run.py', [String(seconds), ...words], {
    title: `${key}: ${shownCommand(words)}`,
    locations: [location],
    network,
    mounts: [],
  });
}

/** A command in one line, as a shell would take it; without credentials of URLs. */
function shownCommand(words: readonly string[]): string {
  const quoted = words.map((word) => (/^[\w./:@%+=,-]+$/.test(word) ? word : JSON.stringify(word)));
  return maskUrls(quoted.join(' '));
}
