import type { Mopyfile } from '../../validate/mopyfile.js';
import {
  type BaseImages,
  BUILD_ENVIRONMENT,
  pythonOf,
  ROOT_USER,
  USER_ID,
  VIRTUAL_ENVIRONMENT,
} from '../base-images.js';
import type { BaseImage, EnvironmentVariable, Foundation, ImageConfiguration, Stage, Step } from '../plan.js';
import { requirementLocations } from '../requirement-list.js';
import { libraryListStep } from '../steps/library-list-step.js';
import { debianMounts, debianWords } from '../steps/preload-step.js';
import { copyFromStage, runScript, stage } from '../steps/steps.js';
import { dependencyLayers } from './dependency-layers.js';
import { copyLayer, type Layers, layerSteps } from './layers.js';
import { programLookups } from './lookup-stages.js';
import { RUNTIME_STAGE } from './runtime-stages.js';
import { INTERPRETER_TREE, LIBRARIES_TREE, RUNTIME_TREE } from './trees.js';

/** The user and group of the image, in numbers, so that Kubernetes' `runAsNonRoot` can tell. */
export const FINAL_USER = `${USER_ID}:${USER_ID}`;

/** Base and steps that the stages on the final image's base have in common. */
export interface FinalBase {
  readonly images: BaseImages;
  readonly foundation: Foundation;
  readonly image: ImageConfiguration;
}

/**
 * Imports what might not load, in the layout and as the user of the final image. The final stage takes
 * the libraries from here and so cannot be built when the check fails; the layers copied for the
 * check are the same vertices as the final stage's.
 */
export function checkStage(base: FinalBase, mopyfile: Mopyfile): Stage {
  return stage(
    'check',
    'Imports each package that lacks a shared library, in the layout of the final image, as its user and without network; one that cannot do without fails the build.',
    { kind: 'image', image: finalBase(base) },
    [
      { kind: 'environment', variables: stepEnvironment(base) },
      copyFromStage('interpreter', INTERPRETER_TREE, '/', 'add the interpreter'),
      copyFromStage('build', LIBRARIES_TREE, '/', 'add the shared libraries'),
      ...(mopyfile.runtimeDependencies.length > 0
        ? [copyFromStage(RUNTIME_STAGE, RUNTIME_TREE, '/', 'add the Debian packages')]
        : []),
      ...dependencyLayers(mopyfile).map(copyLayer),
      copyFromStage('build', LIBRARIES_TREE, `${LIBRARIES_TREE}/`, 'hand on the shared libraries'),
      { kind: 'user', user: ROOT_USER },
      libraryListStep({
        python: pythonOf(true),
        tree: LIBRARIES_TREE,
        isAlways: mopyfile.runtimeDependencies.length > 0,
        folder: VIRTUAL_ENVIRONMENT,
      }),
      { kind: 'user', user: FINAL_USER },
      runScript(pythonOf(true), 'check.py', [VIRTUAL_ENVIRONMENT, ...debianWords(mopyfile)], {
        title: 'check that the dependencies load',
        locations: requirementLocations(mopyfile),
        network: 'none',
        mounts: debianMounts(true),
      }),
      ...programLookups(mopyfile, true),
    ],
  );
}

/** On a python image a step's environment must not depend on what that image happens to set. */
function stepEnvironment({ foundation, image: { environment } }: FinalBase): readonly EnvironmentVariable[] {
  if (foundation === 'distroless') {
    return environment;
  }
  const own = new Set(environment.map(({ name }) => name));
  return [...environment, ...BUILD_ENVIRONMENT.filter(({ name }) => !own.has(name))];
}

/** A stage that is the image as far as the layers go, for steps of the build. */
export function trialStage(base: FinalBase, name: string, comment: string, layers: Layers): Stage {
  const steps = imageSteps(base, stepEnvironment(base), layers);
  return stage(name, comment, { kind: 'image', image: finalBase(base) }, steps);
}

/** The image: a layer each for interpreter, libraries, dependencies and project, none of which depends on another. */
export function finalStage(base: FinalBase, layers: Layers): Stage {
  return stage(
    'final',
    'The image. Its layers do not depend on each other: a change of one leaves the others as they are.',
    { kind: 'image', image: finalBase(base) },
    imageSteps(base, base.image.environment, layers),
  );
}

function imageSteps(
  base: FinalBase,
  environment: readonly EnvironmentVariable[],
  layers: Layers,
): readonly Step[] {
  const { workingDirectory } = base.image;
  return [
    { kind: 'environment', variables: environment },
    ...layerSteps(layers),
    // Once a layer has the folder, this adds nothing that depends on the day.
    ...(workingDirectory === finalBase(base).workingDirectory
      ? []
      : [{ kind: 'working-directory', path: workingDirectory } as const]),
    { kind: 'user', user: FINAL_USER },
  ];
}

/** The image that the final one stands on. */
export function finalBase({ images, foundation }: FinalBase): BaseImage {
  return foundation === 'distroless' ? images.distroless : images.slim;
}
