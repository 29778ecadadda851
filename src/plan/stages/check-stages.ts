import type { Mopyfile } from '../../validate/mopyfile.js';
import { pythonOf, ROOT_USER, VIRTUAL_ENVIRONMENT } from '../base-images.js';
import type { Stage } from '../plan.js';
import { requirementLocations } from '../requirement-list.js';
import { libraryListStep } from '../steps/library-list-step.js';
import { debianMounts, debianWords } from '../steps/preload-step.js';
import { copyFromStage, runScript, stage } from '../steps/steps.js';
import { FINAL_USER, type FinalBase, finalBaseImage, stepEnvironment } from './final-stages.js';
import { LIBRARIES_STAGE, lendDependencies } from './lent-dependencies.js';
import { programLookups } from './lookup-stages.js';
import { RUNTIME_STAGE } from './runtime-stages.js';
import { INTERPRETER_TREE, LIBRARIES_TREE, RUNTIME_TREE } from './trees.js';

/** Gathers the shared libraries of the image, and their list where a dependency looks for one by name. */
export function librariesStage(base: FinalBase, mopyfile: Mopyfile): Stage {
  return lendDependencies(
    stage(
      LIBRARIES_STAGE,
      'Gathers the shared libraries, and lists them where a dependency looks for one by name.',
      { kind: 'image', image: finalBaseImage(base) },
      [
        { kind: 'environment', variables: stepEnvironment(base) },
        copyFromStage('interpreter', INTERPRETER_TREE, '/', 'add the interpreter'),
        copyFromStage('build', LIBRARIES_TREE, '/', 'add the shared libraries'),
        ...(mopyfile.runtimeDependencies.length > 0
          ? [copyFromStage(RUNTIME_STAGE, RUNTIME_TREE, '/', 'add the Debian packages')]
          : []),
        copyFromStage('build', LIBRARIES_TREE, `${LIBRARIES_TREE}/`, 'hand on the shared libraries'),
        { kind: 'user', user: ROOT_USER },
        libraryListStep({
          python: pythonOf(true),
          tree: LIBRARIES_TREE,
          isAlways: mopyfile.runtimeDependencies.length > 0,
          folder: VIRTUAL_ENVIRONMENT,
        }),
      ],
    ),
    'reading',
  );
}

/**
 * Imports what might not load, in the layout and as the user of the final image. The final stage takes
 * the libraries from here and so cannot be built when the check fails.
 */
export function checkStage(base: FinalBase, mopyfile: Mopyfile): Stage {
  return lendDependencies(
    stage(
      'check',
      'Imports each package that lacks a shared library, in the layout of the final image, as its user and without network; one that cannot do without fails the build.',
      { kind: 'stage', name: LIBRARIES_STAGE },
      [
        { kind: 'environment', variables: stepEnvironment(base) },
        { kind: 'user', user: FINAL_USER },
        runScript(pythonOf(true), 'check.py', [VIRTUAL_ENVIRONMENT, ...debianWords(mopyfile)], {
          title: 'check that the dependencies load',
          locations: requirementLocations(mopyfile),
          network: 'none',
          mounts: debianMounts(true),
        }),
        ...programLookups(mopyfile, true),
      ],
    ),
    'importing',
  );
}
