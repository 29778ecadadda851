import type { Mopyfile } from '../../validate/mopyfile.js';
import { PYTHON, VIRTUAL_ENVIRONMENT } from '../base-images.js';
import type { RunStep } from '../plan.js';
import { requirementLocations } from '../requirement-list.js';
import { delimiterFor } from './steps.js';

/**
 * A shell pattern for the folder of pip in the build image: what is installed beside it is no part of the virtual
 * environment.
 */
export const IMAGE_PACKAGES = '/usr/local/lib/python3*/site-packages';

/**
 * pip has nothing to install here: it starts, which writes its byte code and that of the standard library. Python images have
 * none, and to compile takes more than a second. `-E` and `--isolated`: variables of the Mopyfile neither keep it from writing nor
 * tell it what to do. Where it fails all the same, the steps behind do without.
 */
const SCRIPT = `set -e
${PYTHON} -m venv --without-pip ${VIRTUAL_ENVIRONMENT}
rm -f ${VIRTUAL_ENVIRONMENT}/bin/[Aa]ctivate*
${VIRTUAL_ENVIRONMENT}/bin/python -E ${IMAGE_PACKAGES}/pip --isolated install \\
  --quiet --no-index --disable-pip-version-check --requirement /dev/null > /dev/null 2>&1 || true
`;

/** Makes the virtual environment: a step of its own, which only another base image or environment runs again. */
export function virtualEnvironmentStep(mopyfile: Mopyfile): RunStep {
  return {
    kind: 'run',
    title: 'make the virtual environment',
    comment: 'pip runs once, so that its byte code is there whenever packages are installed.',
    locations: requirementLocations(mopyfile),
    command: { kind: 'shell', script: SCRIPT, delimiter: delimiterFor(SCRIPT) },
    network: 'none',
    mounts: [],
  };
}
