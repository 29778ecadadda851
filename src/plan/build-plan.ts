import type { Diagnostic } from '../source/diagnostic.js';
import type { ContextPath, Mopyfile } from '../validate/mopyfile.js';
import { baseImages, foundationFor } from './base-images.js';
import { contextRules } from './context-rules.js';
import { type CredentialMode, credentialSpeller } from './credentials.js';
import { imageConfiguration } from './image.js';
import type {
  Foundation,
  ImageConfiguration,
  Plan,
  Platform,
  RequiredSecret,
  Stage,
  Target,
} from './plan.js';
import {
  constraintList,
  hasFolder,
  lockedList,
  lockRequirements,
  projectPaths,
  projectRequirements,
  referenceList,
  remotePaths,
  remoteRequirements,
  requirementList,
} from './requirement-list.js';
import { buildStage } from './stages/build-stage.js';
import { certificateFilesStage, certificatesStage, foundationStage } from './stages/certificate-stages.js';
import { checkStage, librariesStage } from './stages/check-stages.js';
import { commandStages } from './stages/command-stages.js';
import { dependencyLayers } from './stages/dependency-layers.js';
import { finalBase, finalStage, trialStage } from './stages/final-stages.js';
import { volumesStage, workingDirectoryStage } from './stages/folder-stages.js';
import { suffixStages } from './stages/foundation-suffix.js';
import { importStages } from './stages/import-stages.js';
import { interpreterStage } from './stages/interpreter-stage.js';
import { type Layers, plainLayers } from './stages/layers.js';
import { lookupStages } from './stages/lookup-stages.js';
import { runtimeStages } from './stages/runtime-stages.js';
import {
  localProjectsStage,
  lockedStage,
  type PlainLists,
  projectFilesStage,
  projectStage,
  requirementsStage,
  scriptsStage,
} from './stages/scratch-stages.js';
import { treeStage } from './stages/tree-stage.js';
import { contextPrefix, startOf } from './start.js';
import { usesSsh } from './steps/pip-step.js';
import { preloadSteps } from './steps/preload-step.js';
import { planWarnings } from './warnings.js';

/** Choices about a build that are not in the Mopyfile. */
export interface PlanOptions {
  /** Platforms to build for; none means whatever distroless platform the builder has. */
  readonly platforms: readonly Platform[];
  readonly credentials: CredentialMode;
  /** Base-image names, such as `python:3.12`, to the references that replace them. */
  readonly baseImages: ReadonlyMap<string, string>;
  /** Labels of the command line: they win over all others. */
  readonly labels: ReadonlyMap<string, string>;
  readonly compilerVersion: string;
}

/** Decides the whole build. Diagnostics are warnings: a valid Mopyfile always has a plan. */
export function buildPlan(
  mopyfile: Mopyfile,
  options: PlanOptions,
): { readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] } {
  const credentials = credentialSpeller(options.credentials);
  const lists = {
    locked: lockedList(mopyfile, credentials),
    list: requirementList(mopyfile, remoteRequirements(mopyfile), credentials),
    constraints: constraintList(mopyfile),
    projects: requirementList(mopyfile, projectRequirements(mopyfile), credentials),
  };
  const references = referenceList(mopyfile, credentials);
  const image = imageConfiguration(mopyfile, options.compilerVersion, options.labels);
  const targets = planTargets(mopyfile, options.platforms);
  const plan: Plan = {
    stages: planStages({
      mopyfile,
      image,
      lists,
      references,
      secrets: credentials.secrets(),
      targets,
      options,
    }),
    targets,
    image,
    context: contextRules(mopyfile),
    secrets: credentials.secrets(),
    ssh: usesSsh(mopyfile),
    source: mopyfile.source,
  };
  return { plan, diagnostics: planWarnings(mopyfile, plan, options.credentials) };
}

/** One target for each platform; when they stand on different foundations, stage names tell which. */
function planTargets(mopyfile: Mopyfile, platforms: readonly Platform[]): readonly Target[] {
  const wanted = platforms.length === 0 ? [undefined] : platforms;
  const foundations = wanted.map((platform) => foundationFor(mopyfile.base, platform));
  const mixed = new Set(foundations).size > 1;
  return wanted.map((platform, index) => {
    const foundation = foundations[index] ?? mopyfile.base;
    return { ...(platform && { platform }), foundation, stage: mixed ? `final-${foundation}` : 'final' };
  });
}

interface StagesInput {
  readonly mopyfile: Mopyfile;
  readonly image: ImageConfiguration;
  readonly lists: PlainLists & { readonly locked: string; readonly projects: string };
  readonly references: string | undefined;
  readonly secrets: readonly RequiredSecret[];
  readonly targets: readonly Target[];
  readonly options: PlanOptions;
}

function planStages(input: StagesInput): readonly Stage[] {
  const { mopyfile, lists, targets } = input;
  const foundations = new Set(targets.map(({ foundation }) => foundation));
  const installs = mopyfile.requirements.length > 0;
  const { build } = baseImages(mopyfile.python, input.options.baseImages);
  const withTree = (made: Stage, paths: readonly ContextPath[]): readonly Stage[] =>
    hasFolder(paths) ? [made, treeStage(made.name, build)] : [made];
  const plain =
    remoteRequirements(mopyfile).length > 0
      ? withTree(requirementsStage(mopyfile, lists), remotePaths(mopyfile))
      : [];
  const projects =
    projectRequirements(mopyfile).length > 0
      ? withTree(localProjectsStage(mopyfile, lists.projects), projectPaths(mopyfile))
      : [];
  const own = [...foundations].map((foundation) => {
    const stages = foundationStages(input, foundation, installs);
    return foundations.size > 1 ? suffixStages(stages, foundation) : stages;
  });
  const stages = own.flat();
  return [
    scriptsStage([...plain, ...projects, ...stages], input.references),
    ...(mopyfile.caCertificates.length > 0 ? [certificateFilesStage(mopyfile.caCertificates)] : []),
    ...(lockRequirements(mopyfile).length > 0 ? [lockedStage(mopyfile, lists.locked)] : []),
    ...plain,
    ...projects,
    ...(mopyfile.project ? [projectFilesStage(mopyfile.project), projectStage(mopyfile.project)] : []),
    ...stages,
  ];
}

/** The stages that differ between a distroless and a slim image. */
function foundationStages(input: StagesInput, foundation: Foundation, installs: boolean): readonly Stage[] {
  const { mopyfile, image, secrets, options } = input;
  const { project, volumes, caCertificates, runtimeDependencies } = mopyfile;
  const images = baseImages(mopyfile.python, options.baseImages);
  // When packages are installed, the build image is pulled anyway.
  const python = foundation === 'distroless' && installs ? images.build : images.slim;
  const base = { images, foundation, image };
  const trial = (name: string, comment: string, layers: Layers) => trialStage(base, name, comment, layers);
  const imports = importStages({
    start: startOf(mopyfile),
    prefix: contextPrefix(mopyfile),
    prepares: mopyfile.prepare.length > 0,
    installs,
    libraryList: projectLibraryList(mopyfile, installs),
    libraryChecks: preloadSteps(mopyfile, installs),
    layers: plainLayers({
      workingDirectory: project?.folder !== undefined,
      certificates: caCertificates.length > 0,
      runtime: runtimeDependencies.length > 0,
      dependencies: dependencyLayers(mopyfile),
      volumes: volumes.length > 0,
      project: project !== undefined,
    }),
    image: trial,
  });
  const lookups = installs
    ? { stages: [], layers: imports.layers }
    : lookupStages({ mopyfile, layers: imports.layers, image: trial });
  const commands = commandStages({
    prepare: mopyfile.prepare,
    checks: mopyfile.checks,
    caCertificates,
    volumes: volumes.map(({ value }) => value),
    installs,
    layers: lookups.layers,
    image: trial,
  });
  return [
    interpreterStage(python, foundation),
    ...(project?.folder === undefined
      ? []
      : [
          workingDirectoryStage(
            python,
            image.workingDirectory,
            project.parts.map(({ location }) => location),
          ),
        ]),
    ...(caCertificates.length > 0 || runtimeDependencies.length > 0
      ? [foundationStage(finalBase(base))]
      : []),
    ...(caCertificates.length > 0 ? [certificatesStage(python, caCertificates)] : []),
    ...(volumes.length > 0 ? [volumesStage(python, volumes)] : []),
    ...(installs ? [buildStage({ mopyfile, images, foundation, secrets })] : []),
    ...(runtimeDependencies.length > 0 ? runtimeStages({ mopyfile, images, foundation, installs }) : []),
    ...(installs ? [librariesStage(base, mopyfile), checkStage(base, mopyfile)] : []),
    ...imports.stages,
    ...lookups.stages,
    ...commands.stages,
    finalStage(base, commands.layers),
  ];
}

/** Whether packages of Python need the list is decided where they are checked. */
function projectLibraryList(
  { project, runtimeDependencies }: Mopyfile,
  installs: boolean,
): 'always' | 'mentioned' | 'none' {
  if (!installs && runtimeDependencies.length > 0) {
    return 'always';
  }
  return project ? 'mentioned' : 'none';
}
