import type { Mopyfile } from '../../validate/mopyfile.js';
import { type BaseImages, BUILD_ENVIRONMENT, HOME, USER_ID, VIRTUAL_ENVIRONMENT } from '../base-images.js';
import type { BaseImage, EnvironmentVariable, Foundation, ImageConfiguration, Stage, Step } from '../plan.js';
import { requirementLocations } from '../requirement-list.js';
import { copyFromStage, runScript, stage } from '../steps/steps.js';
import { LIBRARIES_TREE } from './build-stage.js';
import { INTERPRETER_TREE } from './interpreter-stage.js';

export const FINAL_USER = `${USER_ID}:${USER_ID}`;

/**
 * Imports what might not load, in the layout and as the user of the final image. The final stage takes
 * the libraries from here and so cannot be built when the check fails; the layers copied for the
 * check are the same vertices as the final stage's.
 */
export function checkStage(
  images: BaseImages,
  foundation: Foundation,
  image: ImageConfiguration,
  mopyfile: Mopyfile,
): Stage {
  const locations = requirementLocations(mopyfile);
  return stage(
    'check',
    'Imports each package that lacks a shared library, in the layout of the final image, as its user and without network; one that cannot do without fails the build.',
    { kind: 'image', image: finalBase(images, foundation) },
    [
      { kind: 'environment', variables: checkEnvironment(foundation, image) },
      copyFromStage('interpreter', INTERPRETER_TREE, '/', 'add the interpreter'),
      copyFromStage('build', LIBRARIES_TREE, '/', 'add the shared libraries'),
      copyFromStage('build', VIRTUAL_ENVIRONMENT, `${VIRTUAL_ENVIRONMENT}/`, 'add the dependencies'),
      copyFromStage('build', LIBRARIES_TREE, `${LIBRARIES_TREE}/`, 'hand on the shared libraries'),
      { kind: 'user', user: FINAL_USER },
      runScript(`${VIRTUAL_ENVIRONMENT}/bin/python`, 'check.py', [VIRTUAL_ENVIRONMENT], {
        title: 'check that the dependencies load',
        locations,
        network: 'none',
      }),
    ],
  );
}

/** On a python image a step's environment must not depend on what that image happens to set. */
function checkEnvironment(
  foundation: Foundation,
  { environment }: ImageConfiguration,
): readonly EnvironmentVariable[] {
  if (foundation === 'distroless') {
    return environment;
  }
  const own = new Set(environment.map(({ name }) => name));
  return [...environment, ...BUILD_ENVIRONMENT.filter(({ name }) => !own.has(name))];
}

/** The image: a layer each for interpreter, libraries, dependencies and project, none of which depends on another. */
export function finalStage(
  images: BaseImages,
  foundation: Foundation,
  image: ImageConfiguration,
  parts: { readonly installs: boolean; readonly project: boolean },
): Stage {
  const base = finalBase(images, foundation);
  const dependencies: Step[] = parts.installs
    ? [
        copyFromStage('check', LIBRARIES_TREE, '/', 'add the shared libraries'),
        copyFromStage('build', VIRTUAL_ENVIRONMENT, `${VIRTUAL_ENVIRONMENT}/`, 'add the dependencies'),
      ]
    : [];
  return stage(
    'final',
    'The image. Its layers do not depend on each other: a change of one leaves the others as they are.',
    { kind: 'image', image: base },
    [
      { kind: 'environment', variables: image.environment },
      ...(image.workingDirectory === base.workingDirectory
        ? []
        : [{ kind: 'working-directory', path: image.workingDirectory } as const]),
      copyFromStage('interpreter', INTERPRETER_TREE, '/', 'add the interpreter'),
      ...dependencies,
      ...(parts.project ? [copyFromStage('project', '/', '/', 'add the project')] : []),
      { kind: 'user', user: FINAL_USER },
    ],
  );
}

function finalBase(images: BaseImages, foundation: Foundation): BaseImage {
  return foundation === 'distroless' ? images.distroless : images.slim;
}

/** Where `docker run` starts a project. */
export function workingDirectory(mopyfile: Mopyfile): string {
  const { project } = mopyfile;
  return project?.path.kind === 'directory' ? `${HOME}/${project.name}` : HOME;
}
