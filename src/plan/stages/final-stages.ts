import { type BaseImages, BUILD_ENVIRONMENT, USER_ID } from '../base-images.js';
import type { BaseImage, EnvironmentVariable, Foundation, ImageConfiguration, Stage, Step } from '../plan.js';
import { stage } from '../steps/steps.js';
import { type Layers, lowestLayerSteps, upperLayerSteps } from './layers.js';

/** The user and group of the image, in numbers, so that Kubernetes' `runAsNonRoot` can tell. */
export const FINAL_USER = `${USER_ID}:${USER_ID}`;

/** Base and steps that the stages on the final image's base have in common. */
export interface FinalBase {
  readonly images: BaseImages;
  readonly foundation: Foundation;
  readonly image: ImageConfiguration;
}

/** The environment of steps in the image: on a python image it must not depend on what that image happens to set. */
export function stepEnvironment({
  foundation,
  image: { environment },
}: FinalBase): readonly EnvironmentVariable[] {
  if (foundation === 'distroless') {
    return environment;
  }
  const own = new Set(environment.map(({ name }) => name));
  return [...environment, ...BUILD_ENVIRONMENT.filter(({ name }) => !own.has(name))];
}

/** A stage that is the image as far as the layers go, for steps of the build. */
export function trialStage(base: FinalBase, name: string, comment: string, layers: Layers): Stage {
  const steps = imageSteps(base, stepEnvironment(base), layers);
  return stage(name, comment, { kind: 'image', image: finalBaseImage(base) }, steps);
}

/** The image: a layer each for interpreter, libraries, dependencies and project, none of which depends on another. */
export function finalStage(base: FinalBase, layers: Layers): Stage {
  return stage(
    'final',
    'The image. Its layers do not depend on each other: a change of one leaves the others as they are.',
    { kind: 'image', image: finalBaseImage(base) },
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
    ...lowestLayerSteps(layers),
    // A layer has the folder: this adds nothing that depends on the day.
    ...(workingDirectory === finalBaseImage(base).workingDirectory
      ? []
      : [{ kind: 'working-directory', path: workingDirectory } as const]),
    ...upperLayerSteps(layers),
    { kind: 'user', user: FINAL_USER },
  ];
}

/** The image that the final one stands on. */
export function finalBaseImage({ images, foundation }: FinalBase): BaseImage {
  return foundation === 'distroless' ? images.distroless : images.slim;
}
