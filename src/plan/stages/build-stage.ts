import type { Location } from '../../source/source.js';
import type { Mopyfile, Requirement } from '../../validate/mopyfile.js';
import { type BaseImages, BUILD_ENVIRONMENT, CERTIFICATES, VIRTUAL_ENVIRONMENT } from '../base-images.js';
import { expandEnvironment } from '../environment.js';
import type {
  CacheMount,
  EnvironmentVariable,
  Foundation,
  Mount,
  RequiredSecret,
  RunStep,
  Stage,
} from '../plan.js';
import { CONTEXT_FOLDER, LIST_NAME, requiredPaths, unique } from '../requirement-list.js';
import { bind, delimiterFor, MOUNT_ROOT, optionalSecret, runScript, stage } from '../steps.js';
import { INTERPRETER_TREE } from './interpreter-stage.js';
import { CREDENTIALS_FOLDER, CREDENTIALS_MODULE } from './scratch-stages.js';

/** Where the build stage gathers the shared libraries that dependencies need. */
export const LIBRARIES_TREE = '/libraries';

const PYTHON = '/usr/local/bin/python3';

/** How companies build behind their own certificate; every step with network takes it. */
const CERTIFICATE_SECRET = optionalSecret('ca-certificates', CERTIFICATES);

export interface BuildStageInput {
  readonly mopyfile: Mopyfile;
  readonly images: BaseImages;
  readonly foundation: Foundation;
  readonly secrets: readonly RequiredSecret[];
}

/** Installs the packages, with compilers and everything else that the final image does not get. */
export function buildStage(input: BuildStageInput): Stage {
  const { mopyfile, images, foundation } = input;
  const packages = aptPackages(mopyfile);
  return stage(
    'build',
    'Installs the dependencies. Compilers and build packages stay behind in this stage.',
    { kind: 'image', image: images.build },
    [
      {
        kind: 'environment',
        variables: buildEnvironment(mopyfile),
        comment: 'Sets whatever a python image may set, so that no step depends on the base of the day.',
      },
      {
        kind: 'platform-arguments',
        names: ['TARGETARCH', 'TARGETVARIANT'],
        comment: 'Every platform has caches of its own.',
      },
      ...(packages.length > 0 ? [aptStep(mopyfile, packages)] : []),
      pipStep(input),
      librariesStep(foundation, locations(mopyfile.requirements)),
    ],
  );
}

/** Console scripts of build requirements are found behind the system's programs. */
function buildEnvironment(mopyfile: Mopyfile): readonly EnvironmentVariable[] {
  return expandEnvironment(BUILD_ENVIRONMENT, mopyfile.environment);
}

/** The Mopyfile's packages, and git-lfs where something comes from git: repositories may keep files there. */
function aptPackages(mopyfile: Mopyfile): readonly string[] {
  const git = mopyfile.included.git || mopyfile.requirements.some(({ kind }) => kind === 'git');
  return unique([...mopyfile.buildDependencies.map(({ value }) => value), ...(git ? ['git-lfs'] : [])]);
}

function aptStep(mopyfile: Mopyfile, packages: readonly string[]): RunStep {
  const script = aptScript(packages);
  return {
    kind: 'run',
    title: `install ${packages.join(', ')} with apt`,
    comment: 'Downloads stay in the cache; package lists and downloads never become part of a layer.',
    locations: [
      ...mopyfile.buildDependencies.map(({ location }) => location),
      ...(mopyfile.buildDependencies.length === 0 ? locations(mopyfile.requirements.filter(isGit)) : []),
    ],
    command: { kind: 'shell', script, delimiter: delimiterFor(script) },
    network: 'default',
    mounts: [
      cache(mopyfile, 'apt', '/var/cache/apt', 'private'),
      cache(mopyfile, 'apt-lists', '/var/lib/apt/lists', 'private'),
      optionalSecret('apt.conf', '/etc/apt/apt.conf.d/99-mopy-secret'),
      CERTIFICATE_SECRET,
    ],
  };
}

/**
 * Package names are data of heredocs: validation knows their form, and no shell reads them.
 * A release whose mirrors answer with an error has been moved to Debian's archive, where the
 * signatures still hold but the expiry dates have passed.
 */
function aptScript(packages: readonly string[]): string {
  const architectures = unique(packages.flatMap((name) => /^[^=/]+:([a-z0-9-]+)/.exec(name)?.[1] ?? []));
  return `set -e
export DEBIAN_FRONTEND=noninteractive
rm -f /etc/apt/apt.conf.d/docker-clean
${heredoc('xargs --no-run-if-empty --max-args=1 dpkg --add-architecture', 'ARCHITECTURES', architectures)}\
if ! apt-get update; then
  . /etc/os-release
  security="$VERSION_CODENAME-security"
  case "$VERSION_ID" in 9 | 10) security="$VERSION_CODENAME/updates" ;; esac
  rm -rf /etc/apt/sources.list.d/*
  cat > /etc/apt/sources.list <<SOURCES
deb http://archive.debian.org/debian $VERSION_CODENAME main
deb http://archive.debian.org/debian-security $security main
SOURCES
  echo 'Acquire::Check-Valid-Until "false";' > /etc/apt/apt.conf.d/98-mopy-archive
  apt-get update
fi
${heredoc('xargs apt-get install --yes --no-install-recommends', 'PACKAGES', packages)}`;
}

function heredoc(command: string, delimiter: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${command} <<'${delimiter}'\n${lines.join('\n')}\n${delimiter}\n`;
}

function pipStep({ mopyfile, secrets }: BuildStageInput): RunStep {
  const script = pipScript(mopyfile, secrets.length > 0);
  const entries = mopyfile.requirements.map(({ display }) => display);
  return {
    kind: 'run',
    title: `install ${entries.join(', ')} with pip`,
    comment:
      'Works with the pip of every Python image: old ones know no other way into a virtual environment.',
    locations: locations(mopyfile.requirements),
    command: { kind: 'shell', script, delimiter: delimiterFor(script) },
    network: 'default',
    mounts: [
      bind('scripts', '/', 'scripts'),
      // Build backends write beside the sources; what they write is discarded.
      bind('requirements', '/', 'requirements', true),
      cache(mopyfile, 'pip', '/root/.cache/pip', 'shared'),
      optionalSecret('pip.conf', '/etc/pip.conf'),
      optionalSecret('netrc', '/root/.netrc'),
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
${credentials ? credentialsScript(mopyfile) : ''}\
${usesSsh(mopyfile) ? "export GIT_SSH_COMMAND='ssh -o StrictHostKeyChecking=accept-new'\n" : ''}\
${VIRTUAL_ENVIRONMENT}/bin/python "$packages/pip" install \\
  --ignore-installed --no-compile --no-input --no-warn-script-location \\
  --disable-pip-version-check --cache-dir /root/.cache/pip \\
  --requirement ${list}
${mopyfile.included.git ? FORGET_HISTORY : ''}\
${PYTHON} ${MOUNT_ROOT}/scripts/compile.py ${VIRTUAL_ENVIRONMENT}
`;
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

function librariesStep(foundation: Foundation, blamed: readonly Location[]): RunStep {
  return runScript(
    PYTHON,
    'libraries.py',
    [VIRTUAL_ENVIRONMENT, `${MOUNT_ROOT}/foundation`, LIBRARIES_TREE],
    {
      title: 'collect the shared libraries that the dependencies load',
      comment: 'Only what the dependencies load and the final image does not have yet.',
      locations: blamed,
      network: 'none',
      mounts: [bind('interpreter', foundation === 'distroless' ? INTERPRETER_TREE : '/', 'foundation')],
    },
  );
}

/** Caches of one Python version and platform: what one Debian release downloads is useless to another. */
function cache(mopyfile: Mopyfile, name: string, target: string, sharing: CacheMount['sharing']): CacheMount {
  return { kind: 'cache', target, id: `mopy-${name}-${mopyfile.python}`, platformSuffix: true, sharing };
}

export function usesSsh(mopyfile: Mopyfile): boolean {
  return (
    mopyfile.included.ssh ||
    mopyfile.requirements.some((requirement) => requirement.kind === 'git' && requirement.transport === 'ssh')
  );
}

function isGit(requirement: Requirement): boolean {
  return requirement.kind === 'git' || requirement.kind === 'requirements-file';
}

function locations(requirements: readonly Requirement[]): readonly Location[] {
  return requirements.map(({ location }) => location);
}
