import type { Mopyfile } from '../../validate/mopyfile.js';
import { type BaseImages, BUILD_ENVIRONMENT, PYTHON, VIRTUAL_ENVIRONMENT } from '../base-images.js';
import type { BindMount, Foundation, RunStep, Stage } from '../plan.js';
import { runtimeAptStep } from '../steps/apt-step.js';
import { bind, MOUNT_ROOT, runScript, stage } from '../steps/steps.js';
import { FOUNDATION } from './certificate-stages.js';
import { INTERPRETER_TREE, LIBRARIES_TREE, RUNTIME_TREE } from './trees.js';

/** Name of the stage that Debian packages of the image are installed in. */
export const RUNTIME_STAGE = 'runtime';

/** Name of the stage that is the base of that stage, untouched. */
const PRISTINE = 'pristine';

/** The ingredients of the stages for `runtime-deps`. */
export interface RuntimeStagesInput {
  readonly mopyfile: Mopyfile;
  readonly images: BaseImages;
  readonly foundation: Foundation;
  readonly installs: boolean;
}

/**
 * The stages that make the layer of `runtime-deps`. Packages are installed as on any Debian, their scripts included; the
 * image gets what they brought: on distroless as far as something in the image uses it, on slim all of it.
 */
export function runtimeStages(input: RuntimeStagesInput): readonly Stage[] {
  const { mopyfile, images, foundation } = input;
  const base = { kind: 'image', image: images.slim } as const;
  const distroless = foundation === 'distroless';
  const installed = stage(
    RUNTIME_STAGE,
    distroless
      ? 'Installs the Debian packages of the image, and gathers what it needs of them.'
      : 'Installs the Debian packages of the image, and gathers what they bring.',
    base,
    [
      {
        kind: 'environment',
        variables: BUILD_ENVIRONMENT,
        comment: 'Sets whatever a python image may set, so that no step depends on the base of the day.',
      },
      {
        kind: 'platform-arguments',
        names: ['TARGETARCH', 'TARGETVARIANT'],
        comment: 'Every platform has caches of its own.',
      },
      runtimeAptStep(mopyfile),
      distroless ? usedFilesStep(input) : newFilesStep(mopyfile),
    ],
  );
  return distroless
    ? [
        stage(
          PRISTINE,
          'What the packages are installed on, to tell what their installation makes.',
          base,
          [],
        ),
        installed,
      ]
    : [installed];
}

/** On slim, the base of the image is what the packages are installed on. */
function newFilesStep({ runtimeDependencies }: Mopyfile): RunStep {
  return runScript(PYTHON, 'installed.py', [`${MOUNT_ROOT}/${FOUNDATION}`, RUNTIME_TREE], {
    title: 'collect what the Debian packages bring',
    locations: runtimeDependencies.map(({ location }) => location),
    network: 'none',
    mounts: [bind(FOUNDATION, '/', FOUNDATION)],
  });
}

function usedFilesStep({ mopyfile: { runtimeDependencies }, installs }: RuntimeStagesInput): RunStep {
  const layers: readonly BindMount[] = [
    bind(FOUNDATION, '/', FOUNDATION),
    bind('interpreter', INTERPRETER_TREE, 'interpreter'),
    ...(installs ? [bind('build', LIBRARIES_TREE, 'libraries')] : []),
  ];
  const environment = installs ? [bind('build', VIRTUAL_ENVIRONMENT, 'environment')] : [];
  const paths = (mounts: readonly BindMount[]): string =>
    mounts.map(({ mountPoint }) => mountPoint).join(':');
  return runScript(
    PYTHON,
    'runtime.py',
    [
      RUNTIME_TREE,
      `${MOUNT_ROOT}/${PRISTINE}`,
      paths(layers),
      paths(environment),
      ...runtimeDependencies.map(({ value }) => value),
    ],
    {
      title: 'collect the Debian packages and what they load',
      comment:
        'The named packages, and of those that they depend on what something in the image loads or reads.',
      locations: runtimeDependencies.map(({ location }) => location),
      network: 'none',
      mounts: [bind(PRISTINE, '/', PRISTINE), ...layers, ...environment],
    },
  );
}
