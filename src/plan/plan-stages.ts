import type { ContextPath, Mopyfile } from '../validate/mopyfile.js';
import { baseImages } from './base-images.js';
import type { Foundation, ImageConfiguration, RequiredSecret, Stage, Target } from './plan.js';
import {
  hasFolder,
  lockRequirements,
  projectPaths,
  projectRequirements,
  remotePaths,
  remoteRequirements,
} from './requirement-list.js';
import { buildStage } from './stages/build-stage.js';
import { certificateFilesStage, certificatesStage, foundationStage } from './stages/certificate-stages.js';
import { checkStage, librariesStage } from './stages/check-stages.js';
import { commandStages } from './stages/command-stages.js';
import { dependencyLayers } from './stages/dependency-layers.js';
import { type FinalBase, finalBaseImage, finalStage, trialStage } from './stages/final-stages.js';
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
  scriptsStages,
} from './stages/scratch-stages.js';
import { treeStage } from './stages/tree-stage.js';
import { contextPrefix, startOf } from './start.js';
import { preloadSteps } from './steps/preload-step.js';

/** A Mopyfile, and all that was decided about it before its stages. */
export interface StagesInput {
  readonly mopyfile: Mopyfile;
  readonly image: ImageConfiguration;
  readonly lists: PlainLists & { readonly locked: string; readonly projects: string };
  readonly references: string | undefined;
  readonly secrets: readonly RequiredSecret[];
  readonly targets: readonly Target[];
  /** Base-image names to the references that replace them. */
  readonly baseImages: ReadonlyMap<string, string>;
}

/** All stages of a build, each after those that it takes something from. */
export function planStages(input: StagesInput): readonly Stage[] {
  const { mopyfile, lists, targets } = input;
  const foundations = new Set(targets.map(({ foundation }) => foundation));
  const installs = mopyfile.requirements.length > 0;
  const { build } = baseImages(mopyfile.python, input.baseImages);
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
    ...scriptsStages([...plain, ...projects, ...stages], input.references),
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
  const { mopyfile, image, secrets } = input;
  const { project, volumes, caCertificates, runtimeDependencies } = mopyfile;
  const images = baseImages(mopyfile.python, input.baseImages);
  // When packages are installed, the build image is pulled anyway.
  const python = foundation === 'distroless' && installs ? images.build : images.slim;
  const base = { images, foundation, image };
  const proofs = proofStages(mopyfile, base, installs);
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
      ? [foundationStage(finalBaseImage(base))]
      : []),
    ...(caCertificates.length > 0 ? [certificatesStage(python, caCertificates)] : []),
    ...(volumes.length > 0 ? [volumesStage(python, volumes)] : []),
    ...(installs ? [buildStage({ mopyfile, images, foundation, secrets })] : []),
    ...(runtimeDependencies.length > 0 ? runtimeStages({ mopyfile, images, foundation, installs }) : []),
    ...(installs ? [librariesStage(base, mopyfile), checkStage(base, mopyfile)] : []),
    ...proofs.stages,
    finalStage(base, proofs.layers),
  ];
}

/** The stages that prove something of the image before there is one, and its layers, which wait for them. */
function proofStages(
  mopyfile: Mopyfile,
  base: FinalBase,
  installs: boolean,
): { readonly stages: readonly Stage[]; readonly layers: Layers } {
  const { project, volumes, caCertificates, runtimeDependencies } = mopyfile;
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
  return { stages: [...imports.stages, ...lookups.stages, ...commands.stages], layers: commands.layers };
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
