import type { Mopyfile } from '../../validate/mopyfile.js';
import { type BaseImages, PYTHON, VIRTUAL_ENVIRONMENT } from '../base-images.js';
import { buildEnvironment } from '../environment.js';
import type { Foundation, RequiredSecret, RunStep, Stage } from '../plan.js';
import { requirementLocations } from '../requirement-list.js';
import { aptPackages, aptStep } from '../steps/apt-step.js';
import { pipSteps } from '../steps/pip-step.js';
import { bind, MOUNT_ROOT, runScript, stage } from '../steps/steps.js';
import { virtualEnvironmentStep } from '../steps/virtual-environment-step.js';
import { INTERPRETER_TREE, LIBRARIES_TREE } from './trees.js';

/** The ingredients of the stage that installs packages. */
export interface BuildStageInput {
  readonly mopyfile: Mopyfile;
  readonly images: BaseImages;
  readonly foundation: Foundation;
  readonly secrets: readonly RequiredSecret[];
}

/** Installs the packages, with compilers and everything else that the final image does not get. */
export function buildStage(input: BuildStageInput): Stage {
  const { mopyfile, images, foundation } = input;
  const packages = aptPackages(mopyfile);
  return stage(
    'build',
    'Installs the dependencies. Compilers and build packages stay behind in this stage.',
    { kind: 'image', image: images.build },
    [
      {
        kind: 'environment',
        variables: buildEnvironment(mopyfile.environment),
        comment: 'Sets whatever a python image may set, so that no step depends on the base of the day.',
      },
      {
        kind: 'platform-arguments',
        names: ['TARGETARCH', 'TARGETVARIANT'],
        comment: 'Every platform has caches of its own.',
      },
      virtualEnvironmentStep(mopyfile),
      ...(packages.length > 0 ? [aptStep(mopyfile, packages)] : []),
      ...pipSteps(mopyfile, input.secrets),
      librariesStep(mopyfile, foundation),
    ],
  );
}

function librariesStep(mopyfile: Mopyfile, foundation: Foundation): RunStep {
  return runScript(
    PYTHON,
    'libraries.py',
    [VIRTUAL_ENVIRONMENT, `${MOUNT_ROOT}/foundation`, LIBRARIES_TREE],
    {
      title: 'collect the shared libraries that the dependencies load',
      comment: 'Only what the dependencies load and the final image does not have yet.',
      locations: requirementLocations(mopyfile),
      network: 'none',
      mounts: [bind('interpreter', foundation === 'distroless' ? INTERPRETER_TREE : '/', 'foundation')],
    },
  );
}
