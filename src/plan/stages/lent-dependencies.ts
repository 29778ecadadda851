import { VIRTUAL_ENVIRONMENT } from '../base-images.js';
import type { BindMount, Stage } from '../plan.js';
import { type Layers, layer } from './layers.js';
import { LIBRARIES_TREE } from './trees.js';

/** Name of the stage that gathers the shared libraries of an image with packages, and lists them. */
export const LIBRARIES_STAGE = 'libraries';

/**
 * `reading`: steps that only read. `importing`: those that run code of packages. A read-only mount would refuse it to write
 * with another error than the modes of the files do in the image, and packages expect the latter.
 */
type Use = 'reading' | 'importing';

/**
 * The stage, with the dependencies mounted into each of its steps, which then need not wait until they are split into layers
 * and put together again. Where the image has them, the stage that has installed them has them too: `layers.py` has only
 * linked them.
 */
export function lendDependencies(stage: Stage, use: Use): Stage {
  const mount: BindMount = {
    kind: 'bind',
    from: 'build',
    source: VIRTUAL_ENVIRONMENT,
    mountPoint: VIRTUAL_ENVIRONMENT,
    writable: use === 'importing',
  };
  return {
    ...stage,
    steps: stage.steps.map((step) =>
      step.kind === 'run' ? { ...step, mounts: [...step.mounts, mount] } : step,
    ),
  };
}

/**
 * The layers that a stage needs to which the dependencies are lent. Their libraries come as they are before any check, or
 * `checked` where a failure of the stage must not come before that of the check, which names more.
 */
export function layersBeside(layers: Layers, wanted: 'checked' | 'unchecked'): Layers {
  const { dependencies: _, ...beside } = layers;
  return beside.libraries && wanted === 'unchecked'
    ? { ...beside, libraries: layer(LIBRARIES_STAGE, LIBRARIES_TREE, '/', beside.libraries.title) }
    : beside;
}
