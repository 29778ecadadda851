import { HOME } from '../../basics/home.js';
import type { ImageCommand, Mopyfile } from '../../validate/mopyfile.js';
import { pythonOf } from '../base-images.js';
import type { RunStep, Stage } from '../plan.js';
import { runScript } from '../steps/steps.js';
import { type Layers, tie } from './layers.js';

/** Programs that are in every image. */
const INTERPRETERS: ReadonlySet<string> = new Set(['python', 'python3', '/usr/local/bin/python3']);

/** Looks for the programs that a container runtime starts: those of `command` and of `healthcheck`. */
export function programLookups({ command, healthcheck }: Mopyfile, installs: boolean): readonly RunStep[] {
  const asked = healthcheck?.probe.kind === 'command' ? healthcheck.probe.command : undefined;
  return [command, asked].flatMap((line) =>
    line && needsLookup(line, installs) ? [lookup(line, installs)] : [],
  );
}

/**
 * True when the image can lack the program that is started. A program at home is there once the project is; where
 * packages are checked it is not, so that a path from the working directory leads nowhere.
 */
function needsLookup({ words: [program = ''] }: ImageCommand, installs: boolean): boolean {
  const isOfProject = installs && program.includes('/') && !program.startsWith('/');
  return !INTERPRETERS.has(program) && !program.startsWith(`${HOME}/`) && !isOfProject;
}

function lookup({ words: [program = ''], location }: ImageCommand, installs: boolean): RunStep {
  return runScript(pythonOf(installs), 'command.py', [program], {
    title: `look for the program ${program}`,
    locations: [location],
    network: 'none',
  });
}

/** The ingredients of the check for the program that starts. */
export interface LookupStagesInput {
  readonly mopyfile: Mopyfile;
  readonly layers: Layers;
  /** Makes a stage on the final image's base, with its environment and working directory, ending as its user. */
  readonly image: (name: string, comment: string, layers: Layers) => Stage;
}

/**
 * The stages that look for programs in an image without packages, and the layers of an image that cannot be built when
 * one is not there. With packages, the stage that checks them does it.
 */
export function lookupStages({ mopyfile, layers, image }: LookupStagesInput): {
  readonly stages: readonly Stage[];
  readonly layers: Layers;
} {
  const steps = programLookups(mopyfile, false);
  if (steps.length === 0) {
    return { stages: [], layers };
  }
  const looking = image('lookup', 'Looks for the programs that are started in the image.', layers);
  const tied = tie('startable', 'The layer that the image gets once these programs are found.', layers, {
    stage: looking.name,
    folder: '/proc',
  });
  return {
    stages: [{ ...looking, steps: [...looking.steps, ...steps] }, tied.stage],
    layers: tied.layers,
  };
}
