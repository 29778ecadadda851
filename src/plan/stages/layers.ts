import type { CopyStep, Stage } from '../plan.js';
import { copyFromStage, stage } from '../steps/steps.js';
import { CERTIFICATES_STAGE } from './certificate-stages.js';
import { VOLUMES_STAGE, WORKING_DIRECTORY_STAGE } from './folder-stages.js';
import { RUNTIME_STAGE } from './runtime-stages.js';
import {
  CERTIFICATES_TREE,
  INTERPRETER_TREE,
  LIBRARIES_TREE,
  PREPARED_TREE,
  RUNTIME_TREE,
  VOLUMES_TREE,
  WORKING_DIRECTORY_TREE,
} from './trees.js';

/** A layer of the image: a folder of a stage, and where its contents lie in the image. */
export interface Layer {
  readonly stage: string;
  readonly folder: string;
  readonly destination: string;
  readonly title: string;
}

/** The image's layers, those that change least first. None depends on another. */
export interface Layers {
  readonly interpreter: Layer;
  readonly workingDirectory?: Layer;
  readonly certificates?: Layer;
  readonly libraries?: Layer;
  readonly runtime?: Layer;
  /** Absent without packages. */
  readonly dependencies?: readonly Layer[];
  readonly volumes?: Layer;
  readonly project?: Layer;
  readonly prepared?: Layer;
}

/** The parts that an image has or lacks. */
export interface ImageParts {
  /** The project has a folder of its own below the home folder. */
  readonly workingDirectory: boolean;
  readonly certificates: boolean;
  readonly runtime: boolean;
  /** None without packages. */
  readonly dependencies: readonly Layer[];
  readonly volumes: boolean;
  readonly project: boolean;
}

/** The layers of an image with these parts, as the stages make them. */
export function plainLayers(parts: ImageParts): Layers {
  const { workingDirectory, certificates, runtime, dependencies, volumes, project } = parts;
  return {
    interpreter: layer('interpreter', INTERPRETER_TREE, '/', 'add the interpreter'),
    ...(workingDirectory && {
      workingDirectory: layer(
        WORKING_DIRECTORY_STAGE,
        WORKING_DIRECTORY_TREE,
        '/',
        'add the working directory',
      ),
    }),
    ...(certificates && {
      certificates: layer(CERTIFICATES_STAGE, CERTIFICATES_TREE, '/', 'add the certificates'),
    }),
    ...(runtime && { runtime: layer(RUNTIME_STAGE, RUNTIME_TREE, '/', 'add the Debian packages') }),
    ...(dependencies.length > 0 && {
      libraries: layer('check', LIBRARIES_TREE, '/', 'add the shared libraries'),
      dependencies,
    }),
    ...(volumes && { volumes: layer(VOLUMES_STAGE, VOLUMES_TREE, '/', 'add the folders of the volumes') }),
    ...(project && { project: layer('project', '/', '/', 'add the project') }),
  };
}

/** The layer of what `prepare` has written. */
export const PREPARED_LAYER = layer('prepare', PREPARED_TREE, '/', 'add the prepared files');

/** A layer whose contents are those of a folder of the stage. */
export function layer(name: string, folder: string, destination: string, title: string): Layer {
  return { stage: name, folder, destination, title };
}

/** The steps that add the lowest layers, up to that with the working directory. */
export function lowestLayerSteps({ interpreter, workingDirectory }: Layers): readonly CopyStep[] {
  return layerSteps([interpreter, workingDirectory]);
}

/** The steps that add the layers above them. */
export function upperLayerSteps(layers: Layers): readonly CopyStep[] {
  const { certificates, libraries, runtime, dependencies, volumes, project, prepared } = layers;
  return layerSteps([certificates, libraries, runtime, ...(dependencies ?? []), volumes, project, prepared]);
}

function layerSteps(layers: readonly (Layer | undefined)[]): readonly CopyStep[] {
  return layers.flatMap((part) => (part ? [copyLayer(part)] : []));
}

/** The step that adds a layer. */
function copyLayer({ stage: name, folder, destination, title }: Layer): CopyStep {
  return copyFromStage(name, folder, destination, title);
}

/** A folder of a stage whose last step is a check; the folder's contents are added to the image. */
export interface Proof {
  readonly stage: string;
  /** `/proc`, which is empty in every stage, if there is nothing to add. */
  readonly folder: string;
}

/**
 * A stage that hands on a layer and cannot be built without the proof, and the layers with it in place of the plain
 * one. The image then depends on the proof without a layer more: its digest is the same as without.
 */
export function tie(
  name: string,
  comment: string,
  layers: Layers,
  proof: Proof,
): { readonly stage: Stage; readonly layers: Layers } {
  const key = layers.project ? 'project' : layers.libraries ? 'libraries' : 'interpreter';
  const plain = layers[key] ?? layers.interpreter;
  const proven = { ...copyFromStage(proof.stage, proof.folder, '/', `wait for ${proof.stage}`), link: false };
  const tied =
    plain.folder === '/'
      ? stage(name, comment, { kind: 'stage', name: plain.stage }, [proven])
      : stage(name, comment, { kind: 'scratch' }, [
          copyFromStage(plain.stage, plain.folder, '/', plain.title),
          proven,
        ]);
  return { stage: tied, layers: { ...layers, [key]: { ...plain, stage: name, folder: '/' } } };
}
