import type { Mopyfile } from '../../validate/mopyfile.js';
import { PYTHON, VIRTUAL_ENVIRONMENT } from '../base-images.js';
import type { Mount, RequiredSecret, RunStep } from '../plan.js';
import { CONTEXT_FOLDER, LIST_NAME, requiredPaths, requirementLocations } from '../requirement-list.js';
import { CREDENTIALS_FOLDER, CREDENTIALS_MODULE } from '../stages/scratch-stages.js';
import { CERTIFICATE_SECRET, cache } from './network.js';
import { bind, delimiterFor, MOUNT_ROOT, optionalSecret, SCRIPTS_STAGE, scriptMounts } from './steps.js';

/** Where pip and git look for `.netrc` and git's configuration: BuildKit sets no other `HOME` for root. */
const BUILD_HOME = '/root';
const PIP_CACHE = `${BUILD_HOME}/.cache/pip`;

/** Installs everything that the list of requirements names into the virtual environment. */
export function pipStep(mopyfile: Mopyfile, secrets: readonly RequiredSecret[]): RunStep {
  const script = pipScript(mopyfile, secrets.length > 0);
  const entries = mopyfile.requirements.map(({ display }) => display);
  return {
    kind: 'run',
    title: `install ${entries.join(', ')} with pip`,
    comment:
      'Works with the pip of every Python image: old ones know no other way into a virtual environment.',
    locations: requirementLocations(mopyfile),
    command: { kind: 'shell', script, delimiter: delimiterFor(script) },
    network: 'default',
    mounts: [
      ...scriptMounts('legacy.py'),
      ...scriptMounts('compile.py'),
      ...(hasLocalProject(mopyfile) ? scriptMounts('work_tree.py') : []),
      ...(secrets.length > 0
        ? [bind(SCRIPTS_STAGE, `/${CREDENTIALS_FOLDER}`, `scripts/${CREDENTIALS_FOLDER}`)]
        : []),
      // Build backends write beside the sources; what they write is discarded.
      bind('requirements', '/', 'requirements', true),
      cache(mopyfile, 'pip', PIP_CACHE, 'shared'),
      optionalSecret('pip.conf', '/etc/pip.conf'),
      optionalSecret('netrc', `${BUILD_HOME}/.netrc`),
      CERTIFICATE_SECRET,
      ...secrets.map(({ id, variable }): Mount => ({ kind: 'secret-variable', id, variable })),
      ...(usesSsh(mopyfile) ? [{ kind: 'ssh' } as const] : []),
    ],
  };
}

/** Projects without a pyproject.toml are built with the setuptools of the image, which only `PYTHONPATH` shows to them. */
function pipScript(mopyfile: Mopyfile, credentials: boolean): string {
  const list = `${MOUNT_ROOT}/requirements/${LIST_NAME}`;
  const folder = `${MOUNT_ROOT}/requirements/${CONTEXT_FOLDER}`;
  return `set -e
${PYTHON} -m venv --without-pip ${VIRTUAL_ENVIRONMENT}
rm -f ${VIRTUAL_ENVIRONMENT}/bin/[Aa]ctivate*
packages="$(echo /usr/local/lib/python3*/site-packages)"
export PYTHONPATH="$packages"
${requiredPaths(mopyfile).length > 0 ? `cd ${folder}\n` : ''}\
${hasLocalProject(mopyfile) ? `${PYTHON} ${MOUNT_ROOT}/scripts/work_tree.py ${folder}\n` : ''}\
${credentials ? credentialsScript(mopyfile) : ''}\
${usesSsh(mopyfile) ? "export GIT_SSH_COMMAND='ssh -o StrictHostKeyChecking=accept-new'\n" : ''}\
${VIRTUAL_ENVIRONMENT}/bin/python "$packages/pip" install \\
  --ignore-installed --no-compile --no-input --no-warn-script-location \\
  --disable-pip-version-check --cache-dir ${PIP_CACHE} \\
  --requirement ${list}
${mopyfile.included.gitFiles.length > 0 ? FORGET_HISTORY : ''}\
${PYTHON} ${MOUNT_ROOT}/scripts/legacy.py ${VIRTUAL_ENVIRONMENT}
${PYTHON} ${MOUNT_ROOT}/scripts/compile.py ${VIRTUAL_ENVIRONMENT}
`;
}

/** A folder of the context is installed, perhaps a work tree of git. */
function hasLocalProject(mopyfile: Mopyfile): boolean {
  return requiredPaths(mopyfile).some(({ kind }) => kind === 'directory');
}

/** `-e git+…` of a requirements file leaves a clone: its history, and the credentials of its address, stay behind. */
const FORGET_HISTORY = `if [ -d ${VIRTUAL_ENVIRONMENT}/src ]; then
  find ${VIRTUAL_ENVIRONMENT}/src -name .git -prune -exec rm -rf {} +
fi
`;

/** Leads pip, and git where it needs a password, to the program that knows credentials: see `credentials.py`. */
function credentialsScript({ requirements }: Mopyfile): string {
  const folder = `${MOUNT_ROOT}/scripts/${CREDENTIALS_FOLDER}`;
  const helper = `git config --global credential.helper '${PYTHON} ${folder}/${CREDENTIALS_MODULE}'\n`;
  const git = requirements.some(
    (requirement) => requirement.kind === 'git' && requirement.transport === 'http',
  );
  return `export PYTHONPATH="${folder}:$packages"\n${git ? helper : ''}`;
}

/** True when a requirement is cloned over SSH. */
export function usesSsh(mopyfile: Mopyfile): boolean {
  return (
    mopyfile.included.ssh ||
    mopyfile.requirements.some((requirement) => requirement.kind === 'git' && requirement.transport === 'ssh')
  );
}
