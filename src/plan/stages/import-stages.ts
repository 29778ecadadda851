import { pythonOf } from '../base-images.js';
import type { Stage } from '../plan.js';
import type { Start } from '../start.js';
import { bind, MOUNT_ROOT, runScript } from '../steps/steps.js';
import { type Layers, tie } from './layers.js';

/** Where the check of imports gathers what the program counts on without asking for it. */
const CARRIED_TREE = '/carried';

/** Where Python has its libraries in the interpreter's base image, setuptools included. */
const LIBRARIES = '/usr/local/lib';

export interface ImportStagesInput {
  /** The code that is checked; without it there is nothing to do. */
  readonly start: Start | undefined;
  /** Path in the build context of what lies in the working directory: messages name files as people know them. */
  readonly prefix: string;
  /** Whether commands run later that may write modules. */
  readonly prepares: boolean;
  readonly installs: boolean;
  readonly layers: Layers;
  /** Makes a stage on the final image's base, with its environment and working directory, ending as its user. */
  readonly image: (name: string, comment: string, layers: Layers) => Stage;
}

/**
 * The stages that check what the program imports, and the layers of an image that cannot be built when an import
 * cannot work: no byte more than without the check, but for setuptools where the program needs it.
 */
export function importStages(input: ImportStagesInput): {
  readonly stages: readonly Stage[];
  readonly layers: Layers;
} {
  const { start, prefix, prepares, installs, layers } = input;
  if (start === undefined) {
    return { stages: [], layers };
  }
  const image = input.image(
    'imports',
    'Reads what the program imports as soon as it starts, and fails where that cannot work. Nothing of it is run.',
    layers,
  );
  const starts = start.entryPoints.flatMap(({ kind, name }) => [kind, name]);
  const words = [
    CARRIED_TREE,
    `${MOUNT_ROOT}/libraries`,
    prefix,
    prepares ? 'prepared' : 'complete',
    ...starts,
  ];
  const check = runScript(pythonOf(installs), 'imports.py', words, {
    title: `check what ${start.entryPoints.map(({ name }) => name).join(' and ')} imports`,
    locations: start.locations,
    network: 'none',
    mounts: [bind('interpreter', LIBRARIES, 'libraries')],
  });
  const { stage, layers: tied } = tie(
    'program',
    'The layer that the image gets once all imports are known to work.',
    layers,
    { stage: image.name, folder: CARRIED_TREE },
  );
  // Only root can make a folder beside the image's own.
  const steps = [...image.steps, { kind: 'user', user: '0:0' } as const, check];
  return { stages: [{ ...image, steps }, stage], layers: tied };
}
