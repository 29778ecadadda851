import { HOME } from '../../basics/home.js';
import { pythonOf, ROOT_USER } from '../base-images.js';
import type { RunStep, Stage, Step } from '../plan.js';
import type { Start } from '../start.js';
import { libraryListStep } from '../steps/library-list-step.js';
import { bind, MOUNT_ROOT, runScript } from '../steps/steps.js';
import { type Layers, tie } from './layers.js';
import { layersBeside, lendDependencies } from './lent-dependencies.js';

/** Where the check of imports gathers what the program counts on without asking for it. */
const CARRIED_TREE = '/carried';

/** Where Python has its libraries in the interpreter's base image, setuptools included. */
const LIBRARIES = '/usr/local/lib';

/** The ingredients of the check of imports. */
export interface ImportStagesInput {
  /** The code that is checked; without it there is nothing to do. */
  readonly start: Start | undefined;
  /** Path in the build context of what lies in the working directory: messages name files as people know them. */
  readonly prefix: string;
  /** Whether commands run later that may write modules. */
  readonly prepares: boolean;
  readonly installs: boolean;
  /** How the image gets the list of its shared libraries, where packages or the project may need it. */
  readonly libraryList: 'always' | 'mentioned' | 'none';
  /** Checks of the image's libraries. */
  readonly libraryChecks: readonly RunStep[];
  readonly layers: Layers;
  /** Makes a stage on the final image's base, with its environment and working directory, ending as its user. */
  readonly image: (name: string, comment: string, layers: Layers) => Stage;
}

/**
 * The stages that check what the program imports, and the layers of an image that cannot be built when an import
 * cannot work: no byte more than without the check, but for setuptools and the list of shared libraries where the
 * program needs them.
 */
export function importStages(input: ImportStagesInput): {
  readonly stages: readonly Stage[];
  readonly layers: Layers;
} {
  const { start, libraryList, libraryChecks, installs, layers } = input;
  if (start === undefined && libraryList === 'none' && libraryChecks.length === 0) {
    return { stages: [], layers };
  }
  const image = input.image(
    'imports',
    start
      ? 'Reads what the program imports as soon as it starts, and fails where that cannot work. Nothing of it is run.'
      : 'Looks for what the program counts on without bringing it.',
    installs ? layersBeside(layers, libraryChecks.length > 0 ? 'checked' : 'unchecked') : layers,
  );
  const { stage, layers: tied } = tie(
    'program',
    start
      ? 'The layer that the image gets once all imports are known to work.'
      : 'The layer that the image gets with what the program counts on.',
    layers,
    { stage: image.name, folder: start || libraryList !== 'none' ? CARRIED_TREE : '/proc' },
  );
  // Only root can make a folder beside the image's own.
  const steps: readonly Step[] = [
    ...image.steps,
    { kind: 'user', user: ROOT_USER },
    ...(start ? [importStep(input, start)] : []),
    ...(libraryList === 'none'
      ? []
      : [
          libraryListStep({
            python: pythonOf(installs),
            tree: CARRIED_TREE,
            isAlways: libraryList === 'always',
            folder: HOME,
          }),
        ]),
    ...libraryChecks,
  ];
  const checked = { ...image, steps };
  return { stages: [installs ? lendDependencies(checked, 'reading') : checked, stage], layers: tied };
}

function importStep({ prefix, prepares, installs }: ImportStagesInput, start: Start): RunStep {
  const starts = start.entryPoints.flatMap(({ kind, name }) => [kind, name]);
  const words = [
    CARRIED_TREE,
    `${MOUNT_ROOT}/libraries`,
    prefix,
    prepares ? 'prepared' : 'complete',
    ...starts,
  ];
  const names = start.entryPoints.map(({ name }) => name);
  return runScript(pythonOf(installs), 'imports.py', words, {
    title: `check what ${names.join(' and ')} import${names.length === 1 ? 's' : ''}`,
    locations: start.locations,
    network: 'none',
    mounts: [bind('interpreter', LIBRARIES, 'libraries')],
  });
}
