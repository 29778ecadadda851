import type { Location } from '../../source/source.js';
import type { Located } from '../../validate/mopyfile.js';
import { BUILD_ENVIRONMENT, PYTHON } from '../base-images.js';
import type { BaseImage, Stage } from '../plan.js';
import { runScript, stage } from '../steps/steps.js';
import { VOLUMES_TREE, WORKING_DIRECTORY_TREE } from './trees.js';

/** Name of the stage that makes the folders of volumes. */
export const VOLUMES_STAGE = 'volumes';

/** Name of the stage that makes the folder in which the image's program runs. */
export const WORKING_DIRECTORY_STAGE = 'working-directory';

/** Makes the folders of volumes, so that whoever the image runs as can write to a new one. */
export function volumesStage(image: BaseImage, volumes: readonly Located<string>[]): Stage {
  return foldersStage(
    VOLUMES_STAGE,
    'Makes the folders of the volumes, writable for the user of the image and for group 0.',
    image,
    VOLUMES_TREE,
    volumes.map(({ value }) => value),
    volumes.map(({ location }) => location),
  );
}

/**
 * Makes the project's folder. With it below the dependencies, `WORKDIR` needs no folder that has all of the image, which a
 * builder would have to put together for nothing else.
 */
export function workingDirectoryStage(image: BaseImage, path: string, locations: readonly Location[]): Stage {
  return foldersStage(
    WORKING_DIRECTORY_STAGE,
    'Makes the folder of the project, in which its program runs.',
    image,
    WORKING_DIRECTORY_TREE,
    [path],
    locations,
  );
}

/** A stage that makes folders, always with the same date; `WORKDIR` would give them that of the day. */
function foldersStage(
  name: string,
  comment: string,
  image: BaseImage,
  tree: string,
  paths: readonly string[],
  locations: readonly Location[],
): Stage {
  return stage(name, comment, { kind: 'image', image }, [
    {
      kind: 'environment',
      variables: BUILD_ENVIRONMENT,
      comment: 'Sets whatever a python image may set, so that no step depends on the base of the day.',
    },
    runScript(PYTHON, 'folders.py', [tree, ...paths], {
      title: `make ${paths.join(', ')}`,
      locations,
      network: 'none',
    }),
  ]);
}
