import type { Located } from '../../validate/mopyfile.js';
import { BUILD_ENVIRONMENT, PYTHON } from '../base-images.js';
import type { BaseImage, Stage } from '../plan.js';
import { runScript, stage } from '../steps/steps.js';
import { VOLUMES_TREE } from './trees.js';

/** Name of the stage that makes the folders of volumes. */
export const VOLUMES_STAGE = 'volumes';

/** Makes the folders of volumes, so that whoever the image runs as can write to a new one. */
export function volumesStage(image: BaseImage, volumes: readonly Located<string>[]): Stage {
  return stage(
    VOLUMES_STAGE,
    'Makes the folders of the volumes, writable for the user of the image and for group 0.',
    { kind: 'image', image },
    [
      {
        kind: 'environment',
        variables: BUILD_ENVIRONMENT,
        comment: 'Sets whatever a python image may set, so that no step depends on the base of the day.',
      },
      runScript(PYTHON, 'volumes.py', [VOLUMES_TREE, ...volumes.map(({ value }) => value)], {
        title: `make ${volumes.map(({ value }) => value).join(', ')}`,
        locations: volumes.map(({ location }) => location),
        network: 'none',
      }),
    ],
  );
}
