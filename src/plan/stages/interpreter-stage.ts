import { BUILD_ENVIRONMENT, PYTHON } from '../base-images.js';
import type { BaseImage, Foundation, Stage } from '../plan.js';
import { runScript, stage } from '../steps/steps.js';
import { INTERPRETER_TREE } from './trees.js';

/**
 * The interpreter that the final image needs before any dependency. The same for every project on one Python
 * version, so that its layer is shared. `image` is the python image that it comes from.
 */
export function interpreterStage(image: BaseImage, foundation: Foundation): Stage {
  const distroless = foundation === 'distroless';
  return stage(
    'interpreter',
    distroless
      ? 'Gathers CPython, its standard library and the shared libraries that both load.'
      : 'Gathers what python:slim lacks: a user with a home, and compiled standard library modules.',
    { kind: 'image', image },
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
