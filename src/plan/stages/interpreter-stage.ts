import { type BaseImages, BUILD_ENVIRONMENT, PYTHON } from '../base-images.js';
import type { Foundation, Stage } from '../plan.js';
import { runScript, stage } from '../steps/steps.js';
import { INTERPRETER_TREE } from './trees.js';

/**
 * The interpreter that the final image needs before any dependency. The same for every project on one Python
 * version, so that its layer is shared. When packages are installed, the build image is pulled
 * anyway and serves here too.
 */
export function interpreterStage(images: BaseImages, foundation: Foundation, installs: boolean): Stage {
  const distroless = foundation === 'distroless';
  return stage(
    'interpreter',
    distroless
      ? 'Gathers CPython, its standard library and the shared libraries that both load.'
      : 'Gathers what python:slim lacks: a user with a home, and compiled standard library modules.',
    { kind: 'image', image: distroless && installs ? images.build : images.slim },
    [
      {
        kind: 'environment',
        variables: BUILD_ENVIRONMENT,
        comment: 'Sets whatever a python image may set, so that no step depends on the base of the day.',
      },
      runScript(PYTHON, distroless ? 'interpreter.py' : 'user.py', [INTERPRETER_TREE], {
        title: distroless ? 'collect the interpreter' : 'prepare the user and the standard library',
        locations: [],
        network: 'none',
      }),
    ],
  );
}
