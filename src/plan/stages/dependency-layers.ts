import type { Mopyfile } from '../../validate/mopyfile.js';
import { hasLocalProject } from '../requirement-list.js';
import { type Layer, layer } from './layers.js';
import { LAYERS_TREE } from './trees.js';

/**
 * Number of layers for heavy distributions; the name of a distribution decides which is its own. The number cannot follow that
 * of the distributions, which is not known before they are installed. Where there are n, the upgrade of one takes along
 * (n - 1) / 8 others, and most images have fewer than eight. An empty layer is 32 bytes, the same in every image, so that
 * more of them would cost no bytes, but each is a line of every stage that looks like the image, and one of the 127 layers
 * that Docker allows.
 */
const HEAVY_LAYERS = 8;

/**
 * Number of layers for all other distributions, likewise. Together they are some megabytes in a service with a web framework,
 * of which one more moves an eighth.
 */
const LIGHT_LAYERS = 8;

/** As `layers.py` names the tree of what was installed from a folder. */
const LOCAL_PROJECTS = 'projects';

/** The layers of the dependencies, which `layers.py` splits; none without packages. */
export function dependencyLayers(mopyfile: Mopyfile): readonly Layer[] {
  if (mopyfile.requirements.length === 0) {
    return [];
  }
  return [
    ...numberedLayers('heavy', HEAVY_LAYERS),
    ...numberedLayers('light', LIGHT_LAYERS),
    dependencyLayer('environment', 'add the environment'),
    ...(hasLocalProject(mopyfile)
      ? [dependencyLayer(LOCAL_PROJECTS, 'add the dependencies from folders of the build context')]
      : []),
  ];
}

/** The words for `layers.py` that say which layers there are. */
export function layerArguments(mopyfile: Mopyfile): readonly string[] {
  return [
    LAYERS_TREE,
    `${HEAVY_LAYERS}`,
    `${LIGHT_LAYERS}`,
    ...(hasLocalProject(mopyfile) ? [LOCAL_PROJECTS] : []),
  ];
}

function numberedLayers(kind: 'heavy' | 'light', count: number): readonly Layer[] {
  return Array.from({ length: count }, (_, index) =>
    dependencyLayer(`${kind}-${index + 1}`, `add the ${kind} dependencies (${index + 1} of ${count})`),
  );
}

function dependencyLayer(tree: string, title: string): Layer {
  return layer('build', `${LAYERS_TREE}/${tree}`, '/', title);
}
