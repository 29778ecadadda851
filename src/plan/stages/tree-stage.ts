import { BUILD_ENVIRONMENT, PYTHON } from '../base-images.js';
import type { BaseImage, Stage } from '../plan.js';
import { bind, MOUNT_ROOT, runScript, stage } from '../steps/steps.js';

/** The folder of such a stage with what pip reads. */
export const TREE = '/tree';

const GIVEN = 'given';

/** The stage with the tree of another one. */
export function treeOf(name: string): string {
  return `${name}-tree`;
}

/**
 * The files that pip reads, with folders of the context: they get modes that are the same on every machine, whatever its umask
 * and the way the files came there. Modes of what a step binds are part of its cache key, and those of a project's files
 * become modes of what is installed.
 *
 * @param name of the stage that has the files
 */
export function treeStage(name: string, image: BaseImage): Stage {
  return stage(
    treeOf(name),
    'The same with modes that do not depend on the machine: 0755 for folders and programs, 0644 for the rest.',
    { kind: 'image', image },
    [
      {
        kind: 'environment',
        variables: BUILD_ENVIRONMENT,
        comment: 'Sets whatever a python image may set, so that no step depends on the base of the day.',
      },
      runScript(PYTHON, 'modes.py', [`${MOUNT_ROOT}/${GIVEN}`, TREE], {
        title: 'give files the modes that git knows',
        locations: [],
        network: 'none',
        mounts: [bind(name, '/', GIVEN)],
      }),
    ],
  );
}
