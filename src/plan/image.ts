import { HOME } from '../basics/home.js';
import type { Mopyfile } from '../validate/mopyfile.js';
import { CERTIFICATES, FINAL_ENVIRONMENT } from './base-images.js';
import { cudaVariables } from './cuda.js';
import { expandEnvironment } from './environment.js';
import { healthcheckConfiguration } from './healthcheck.js';
import { resolveLabels } from './labels.js';
import type { ImageConfiguration } from './plan.js';
import { FINAL_USER } from './stages/final-stages.js';

/** The final image's configuration: a program to run when there is a command or a project, an interpreter else. */
export function imageConfiguration(
  mopyfile: Mopyfile,
  compilerVersion: string,
  labels: ReadonlyMap<string, string>,
): ImageConfiguration {
  const { project } = mopyfile;
  return {
    environment: expandEnvironment(
      [
        ...FINAL_ENVIRONMENT,
        ...(mopyfile.caCertificates.length > 0 ? [{ name: 'REQUESTS_CA_BUNDLE', value: CERTIFICATES }] : []),
        ...cudaVariables(mopyfile),
      ],
      mopyfile.environment,
    ),
    user: FINAL_USER,
    workingDirectory: project?.folder === undefined ? HOME : `${HOME}/${project.folder}`,
    ...startWords(mopyfile),
    labels: resolveLabels(mopyfile, compilerVersion, labels),
    ...(mopyfile.ports.length > 0 && { ports: mopyfile.ports }),
    ...(mopyfile.healthcheck && { healthcheck: healthcheckConfiguration(mopyfile.healthcheck) }),
    ...(mopyfile.volumes.length > 0 && { volumes: mopyfile.volumes.map(({ value }) => value) }),
  };
}

/** With a command of its own the image has no entrypoint, so that `docker run IMAGE` takes other words in its place. */
function startWords({ command, project }: Mopyfile): Pick<ImageConfiguration, 'entrypoint' | 'command'> {
  if (command !== undefined) {
    return { entrypoint: [], command: command.words };
  }
  return { entrypoint: ['python'], ...(project && { command: [project.main] }) };
}
