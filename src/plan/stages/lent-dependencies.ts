import { VIRTUAL_ENVIRONMENT } from '../base-images.js';
import type { BindMount, Stage } from '../plan.js';
import { type Layers, layer } from './layers.js';
import { LIBRARIES_TREE } from './trees.js';

/** Name of the stage that gathers the shared libraries of an image with packages, and lists them. */
export const LIBRARIES_STAGE = 'libraries';

/** Where the image has the dependencies, the stage that has installed them has them too: `layers.py` has only linked them. */
const DEPENDENCIES: BindMount = {
  kind: 'bind',
  from: 'build',
  source: VIRTUAL_ENVIRONMENT,
  mountPoint: VIRTUAL_ENVIRONMENT,
  writable: false,
};

/**
 * The stage, with the dependencies mounted into each of its steps: for steps that only read them, and need not wait until
 * they are split into layers and put together again.
 */
export function lendDependencies(stage: Stage): Stage {
  return {
    ...stage,
    steps: stage.steps.map((step) =>
      step.kind === 'run' ? { ...step, mounts: [...step.mounts, DEPENDENCIES] } : step,
    ),
  };
}

/** The layers that a stage needs to which the dependencies are lent; their libraries come as they are before any check. */
export function layersBeside(layers: Layers): Layers {
  const { dependencies: _, libraries, ...others } = layers;
  return {
    ...others,
    ...(libraries && { libraries: layer(LIBRARIES_STAGE, LIBRARIES_TREE, '/', libraries.title) }),
  };
}
