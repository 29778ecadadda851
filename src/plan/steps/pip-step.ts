import { unique } from '../../basics/unique.js';
import type { Location } from '../../source/source.js';
import type { ContextPath, Mopyfile, Requirement } from '../../validate/mopyfile.js';
import { PYTHON, VIRTUAL_ENVIRONMENT } from '../base-images.js';
import type { Mount, RequiredSecret, RunStep } from '../plan.js';
import {
  CONSTRAINTS_NAME,
  CONTEXT_FOLDER,
  hasFolder,
  isClosed,
  LIST_NAME,
  lockRequirements,
  plainRequirements,
  projectPaths,
  projectRequirements,
  remotePaths,
  remoteRequirements,
  uniqueLocations,
} from '../requirement-list.js';
import type { ScriptName } from '../scripts.js';
import { layerArguments } from '../stages/dependency-layers.js';
import {
  CREDENTIALS_FOLDER,
  CREDENTIALS_MODULE,
  LOCAL_PROJECTS_STAGE,
  LOCKED_STAGE,
} from '../stages/scratch-stages.js';
import { TREE, treeOf } from '../stages/tree-stage.js';
import { cache, trustMounts, trustScript } from './network.js';
import {
  bind,
  delimiterFor,
  MOUNT_ROOT,
  optionalSecret,
  quietly,
  SCRIPTS_STAGE,
  scriptCommand,
  scriptsMount,
} from './steps.js';
import { IMAGE_PACKAGES } from './virtual-environment-step.js';

/** Where pip and git look for `.netrc` and git's configuration: BuildKit sets no other `HOME` for root. */
const BUILD_HOME = '/root';
const PIP_CACHE = `${BUILD_HOME}/.cache/pip`;
/** Beside what pip keeps itself: on one file system, a link to that takes no space. */
const ARCHIVE_CACHE = `${PIP_CACHE}/mopy-archives`;
const BYTE_CODE_CACHE = `${MOUNT_ROOT}/byte-code`;

/** One call of pip, and what goes along with it. */
interface Installation {
  /** Locked: archives with hashes. Projects: of the context, without what they depend on. Remote: all else. */
  readonly kind: 'locked' | 'remote' | 'projects';
  /** Names of what is installed. */
  readonly entries: readonly string[];
  readonly locations: readonly Location[];
  /** The stage that holds the list. */
  readonly stage: string;
  /** Paths of the context that pip reads. */
  readonly paths: readonly ContextPath[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/**
 * Installs the packages into the virtual environment: those of lock files by their hashes; the rest, which must not
 * change their versions; and projects of the context whose dependencies are among these, so that a change of their
 * sources runs no more than that. Each is a step of its own where there is something for it.
 */
export function pipSteps(mopyfile: Mopyfile, secrets: readonly RequiredSecret[]): readonly RunStep[] {
  const installations = [
    { kind: 'locked', stage: LOCKED_STAGE, paths: [], ...about(lockRequirements(mopyfile)) } as const,
    {
      kind: 'remote',
      stage: 'requirements',
      paths: remotePaths(mopyfile),
      ...about(remoteRequirements(mopyfile)),
    } as const,
    {
      kind: 'projects',
      stage: LOCAL_PROJECTS_STAGE,
      paths: projectPaths(mopyfile),
      ...about(projectRequirements(mopyfile)),
    } as const,
  ].filter(({ entries }) => entries.length > 0);
  return installations.map((installation, index) =>
    pipStep(mopyfile, secrets, {
      ...installation,
      isFirst: index === 0,
      isLast: index === installations.length - 1,
    }),
  );
}

function about(requirements: readonly Requirement[]): Pick<Installation, 'entries' | 'locations'> {
  return {
    entries: unique(requirements.map(({ display }) => display)),
    locations: uniqueLocations(requirements.map(({ location }) => location)),
  };
}

function pipStep(
  mopyfile: Mopyfile,
  secrets: readonly RequiredSecret[],
  installation: Installation,
): RunStep {
  const script = pipScript(mopyfile, secrets.length > 0, installation);
  const { kind, entries, locations, paths, isLast } = installation;
  return {
    kind: 'run',
    title: `install ${entries.join(', ')} with pip`,
    comment:
      'Works with the pip of every Python image: old ones know no other way into a virtual environment.',
    locations,
    command: { kind: 'shell', script, delimiter: delimiterFor(script) },
    network: 'default',
    mounts: [
      scriptsMount(...programsOf(installation)),
      ...(secrets.length > 0 ? [bind(SCRIPTS_STAGE, `/${CREDENTIALS_FOLDER}`, CREDENTIALS_FOLDER)] : []),
      // Build backends write beside the sources; what they write is discarded.
      hasFolder(paths)
        ? bind(treeOf(installation.stage), TREE, 'requirements', true)
        : bind(installation.stage, '/', 'requirements', kind !== 'locked'),
      cache(mopyfile, 'pip', PIP_CACHE, 'shared'),
      ...(isLast ? [cache(mopyfile, 'byte-code', BYTE_CODE_CACHE, 'shared')] : []),
      optionalSecret('pip.conf', '/etc/pip.conf'),
      optionalSecret('netrc', `${BUILD_HOME}/.netrc`),
      ...trustMounts(mopyfile),
      ...secrets.map(({ id, variable }): Mount => ({ kind: 'secret-variable', id, variable })),
      ...(usesSsh(mopyfile) && kind === 'remote' ? [{ kind: 'ssh' } as const] : []),
    ],
  };
}

function programsOf({ kind, paths, isFirst, isLast }: Installation): readonly ScriptName[] {
  return [
    kind === 'locked' ? 'install_locked.py' : 'quiet.py',
    ...(isFirst ? [] : (['install.py'] as const)),
    ...(hasFolder(paths) ? (['work_tree.py', 'not_given.py'] as const) : []),
    ...(isLast ? (['legacy.py', 'compile.py', 'layers.py'] as const) : []),
  ];
}

/** Links of files take no space in the step that has made the files, so that the split is no step of its own. */
function finish(mopyfile: Mopyfile): string {
  const programs = [
    `legacy.py ${VIRTUAL_ENVIRONMENT}`,
    `compile.py ${VIRTUAL_ENVIRONMENT} ${BYTE_CODE_CACHE}`,
    `layers.py ${[VIRTUAL_ENVIRONMENT, ...layerArguments(mopyfile)].join(' ')}`,
  ];
  return programs.map((program) => `${PYTHON} ${MOUNT_ROOT}/scripts/${program}\n`).join('');
}

/** Projects without a pyproject.toml are built with the setuptools of the image, which only `PYTHONPATH` shows to them. */
function pipScript(mopyfile: Mopyfile, credentials: boolean, installation: Installation): string {
  const { kind, paths, isLast } = installation;
  const folder = `${MOUNT_ROOT}/requirements/${CONTEXT_FOLDER}`;
  return `set -e
${trustScript(mopyfile)}\
packages="$(echo ${IMAGE_PACKAGES})"
export PIP_PROGRESS_BAR=off PYTHONPATH="$packages" SOURCE_DATE_EPOCH="\${SOURCE_DATE_EPOCH:-${BUILD_DATE}}"
${paths.length > 0 ? `cd ${folder}\n` : ''}\
${hasFolder(paths) ? `${PYTHON} ${MOUNT_ROOT}/scripts/work_tree.py ${folder}\n` : ''}\
${credentials ? credentialsScript(mopyfile) : ''}\
${kind === 'remote' && usesSsh(mopyfile) ? "export GIT_SSH_COMMAND='ssh -o StrictHostKeyChecking=accept-new'\n" : ''}\
${pipCall(mopyfile, installation)}${hasFolder(paths) ? TELL_NOT_GIVEN : ''}
${kind === 'remote' && hasFolder(paths) ? TELL_OF_DYNAMIC : ''}\
${mopyfile.included.gitFiles.length > 0 && kind === 'remote' ? FORGET_HISTORY : ''}\
${isLast ? finish(mopyfile) : ''}`;
}

/**
 * The date that compilers and build back ends write into what they make, in place of the day's: as `times.py` has it for files.
 * https://reproducible-builds.org/specs/source-date-epoch/
 */
export const BUILD_DATE = 315_619_200;

const OPTIONS = { locked: '--require-hashes ', remote: '', projects: '' } as const;

/** Holds what pip says of each package. Of what is known by its hashes, wheels that earlier builds had are taken as they are. */
function quietPip(kind: Installation['kind']): string {
  return kind === 'locked'
    ? scriptCommand(PYTHON, 'install_locked.py', [ARCHIVE_CACHE, `${MOUNT_ROOT}/requirements/${LIST_NAME}`])
    : quietly(PYTHON);
}

/**
 * Packages beside pip are no part of the environment: they count as not installed. Later calls have to see those of
 * the first, so they run pip without what stands beside it.
 */
function pipCall(mopyfile: Mopyfile, { kind, isFirst }: Installation): string {
  const requirements = `${MOUNT_ROOT}/requirements`;
  const [program, installed] = isFirst
    ? [kind === 'locked' ? '"$packages"' : '"$packages/pip"', '--ignore-installed ']
    : [`${MOUNT_ROOT}/scripts/install.py "$packages"`, ''];
  const constraints = isFirst || kind !== 'remote' ? '' : `--constraint ${requirements}/${CONSTRAINTS_NAME} `;
  const isComplete = kind === 'projects' || (kind === 'locked' && isClosed(mopyfile));
  return `${quietPip(kind)} \\
  ${VIRTUAL_ENVIRONMENT}/bin/python ${program} install \\
  ${installed}--no-compile --no-input --no-warn-script-location \\
  --disable-pip-version-check --cache-dir ${PIP_CACHE} \\
  ${OPTIONS[kind]}${isComplete ? '--no-deps ' : ''}${constraints}--requirement ${requirements}/${LIST_NAME}`;
}

/** Build back ends do not say why a file is not there. */
const TELL_NOT_GIVEN = ` || {
  code=$?
  ${PYTHON} ${MOUNT_ROOT}/scripts/not_given.py ${MOUNT_ROOT}/requirements/${CONTEXT_FOLDER}
  exit $code
}`;

/** The reason why a change of a source file resolves the dependencies again, which the user would not expect. */
const TELL_OF_DYNAMIC = `echo 'note: a project of this step, or something that it is installed with, does not say in a pyproject.toml what it depends on: a changed source installs all of the step again'
`;

/** `-e git+…` of a requirements file leaves a clone: its history, and the credentials of its address, stay behind. */
const FORGET_HISTORY = `if [ -d ${VIRTUAL_ENVIRONMENT}/src ]; then
  find ${VIRTUAL_ENVIRONMENT}/src -name .git -prune -exec rm -rf {} +
fi
`;

/** Leads pip, and git where it needs a password, to the program that knows credentials: see `credentials.py`. */
function credentialsScript(mopyfile: Mopyfile): string {
  const folder = `${MOUNT_ROOT}/${CREDENTIALS_FOLDER}`;
  const program = `${PYTHON} ${folder}/${CREDENTIALS_MODULE}`;
  const helper = `git config --global credential.helper '${program}'\n`;
  const references = mopyfile.references.some(({ isGit }) => isGit);
  const git = plainRequirements(mopyfile).some(
    (requirement) => requirement.kind === 'git' && requirement.transport === 'http',
  );
  return [
    `export PYTHONPATH="${folder}:$packages"\n`,
    ...(git || references ? [helper] : []),
    ...(references ? [`${program} configure\n`] : []),
  ].join('');
}

/** True when a requirement is cloned over SSH. */
export function usesSsh(mopyfile: Mopyfile): boolean {
  return (
    mopyfile.included.ssh ||
    plainRequirements(mopyfile).some(
      (requirement) => requirement.kind === 'git' && requirement.transport === 'ssh',
    )
  );
}
