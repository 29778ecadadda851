import type { Mopyfile } from '../validate/mopyfile.js';
import { FINAL_ENVIRONMENT, HOME } from './base-images.js';
import { expandEnvironment } from './environment.js';
import { resolveLabels } from './labels.js';
import type { ImageConfiguration } from './plan.js';
import { FINAL_USER, workingDirectory } from './stages/final-stages.js';

/** The final image's configuration: a program to run when there is a project, an interpreter else. */
export function imageConfiguration(
  mopyfile: Mopyfile,
  compilerVersion: string,
  labels: ReadonlyMap<string, string>,
): ImageConfiguration {
  const { project } = mopyfile;
  const command = project && (project.path.kind === 'directory' ? 'main.py' : `${HOME}/${project.name}`);
  return {
    environment: expandEnvironment(FINAL_ENVIRONMENT, mopyfile.environment),
    user: FINAL_USER,
    workingDirectory: workingDirectory(mopyfile),
    entrypoint: ['python'],
    ...(command !== undefined && { command: [command] }),
    labels: resolveLabels(mopyfile, compilerVersion, labels),
  };
}
