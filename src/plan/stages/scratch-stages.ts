import { HOME } from '../../basics/home.js';
import { unique } from '../../basics/unique.js';
import type { ContextPath, Mopyfile, Project } from '../../validate/mopyfile.js';
import { USER_ID } from '../base-images.js';
import type { CopyStep, Stage, WriteStep } from '../plan.js';
import {
  CONSTRAINTS_NAME,
  CONTEXT_FOLDER,
  LIST_NAME,
  lockRequirements,
  type PlainRequirement,
  projectPaths,
  projectRequirements,
  remotePaths,
  remoteRequirements,
  requirementLocations,
  uniqueLocations,
} from '../requirement-list.js';
import { SCRIPTS } from '../scripts.generated.js';
import { boundFolders, filesOfFolder, type ScriptName } from '../scripts.js';
import { copyFromStage, SCRIPTS_STAGE, stage, write } from '../steps/steps.js';

/** A folder of its own, so that nothing else becomes importable with what it holds. */
export const CREDENTIALS_FOLDER = 'credentials';

/** Python imports a module of this name by itself when it starts. */
export const CREDENTIALS_MODULE = 'sitecustomize.py';

const PROGRAMS_STAGE = 'programs';

const PROJECT_FILES = 'project-files';

const REFERENCES_NAME = 'references.json';

/**
 * The programs that steps of the stages run, and the folders in which these bind them.
 *
 * @param references what `credentials.py` reads, where requirements refer to variables
 */
export function scriptsStages(users: readonly Stage[], references?: string): readonly Stage[] {
  const bound = boundFolders(users, SCRIPTS_STAGE);
  const folders = bound.filter((name) => name !== CREDENTIALS_FOLDER);
  return [
    stage(
      PROGRAMS_STAGE,
      'The programs that the stages below run. A reader can skip them; none of them is in the final image.',
      { kind: 'scratch' },
      [writePrograms(unique(folders.flatMap(filesOfFolder)))],
    ),
    stage(
      SCRIPTS_STAGE,
      'A folder for each step that runs some of them: a change of the others does not run it again.',
      { kind: 'scratch' },
      [
        ...folders.map(copyPrograms),
        ...(bound.includes(CREDENTIALS_FOLDER) ? [credentialsModule()] : []),
        ...(references === undefined
          ? []
          : [
              write(
                `/${CREDENTIALS_FOLDER}/${REFERENCES_NAME}`,
                references,
                'write where secrets may be sent',
              ),
            ]),
      ],
    ),
  ];
}

/** All at once: one by one, each would be a layer that the next one waits for. No line of a program is its name. */
function writePrograms(names: readonly ScriptName[]): WriteStep {
  const files = names.map((name) => ({ delimiter: name, content: SCRIPTS[name] }));
  return { kind: 'write', files, destination: '/', title: 'write the programs of the build', locations: [] };
}

function copyPrograms(folder: string): CopyStep {
  const title = `take ${folder.replaceAll('+', ', ')}`;
  const copy = copyFromStage(PROGRAMS_STAGE, '/', `/${folder}/`, title);
  return { ...copy, files: filesOfFolder(folder), link: false };
}

function credentialsModule(): WriteStep {
  const path = `/${CREDENTIALS_FOLDER}/${CREDENTIALS_MODULE}`;
  return write(path, SCRIPTS['credentials.py'], 'write credentials.py');
}

/** The files that pip reads in the step for everything without hashes. */
export interface PlainLists {
  readonly list: string;
  /** Versions of lock files. */
  readonly constraints: string;
}

/** Name of the stage with what is installed by its hashes. */
export const LOCKED_STAGE = 'locked';

/** The packages of lock files, in a stage of their own: a change of anything else installs none of them again. */
export function lockedStage(mopyfile: Mopyfile, list: string): Stage {
  const locations = lockRequirements(mopyfile).map(({ location }) => location);
  return stage(
    LOCKED_STAGE,
    'The packages of the lock files, with the hashes of their archives.',
    { kind: 'scratch' },
    [write(`/${LIST_NAME}`, list, 'write the list of locked packages', locations)],
  );
}

/** The files that pip reads, in a stage of their own: see `treeStage` for folders. */
export function requirementsStage(mopyfile: Mopyfile, { list, constraints }: PlainLists): Stage {
  const locks = lockRequirements(mopyfile).map(({ location }) => location);
  const requirements = remoteRequirements(mopyfile);
  return stage(
    'requirements',
    'The list of requirements for pip, and what it names in the build context.',
    { kind: 'scratch' },
    [
      write(`/${LIST_NAME}`, list, 'write the list of requirements', requirementLocations(mopyfile)),
      ...(locks.length > 0
        ? [write(`/${CONSTRAINTS_NAME}`, constraints, 'write the locked versions', locks)]
        : []),
      ...readContext(remotePaths(mopyfile), requirements),
    ],
  );
}

/** Name of the stage with the projects that are installed last. */
export const LOCAL_PROJECTS_STAGE = 'local-projects';

/** Projects of the context, apart from what they depend on: a change of their sources resolves and downloads nothing. */
export function localProjectsStage(mopyfile: Mopyfile, list: string): Stage {
  const projects = projectRequirements(mopyfile);
  const locations = uniqueLocations(projects.map(({ location }) => location));
  return stage(
    LOCAL_PROJECTS_STAGE,
    'The projects of the build context, which are installed last.',
    { kind: 'scratch' },
    [
      write(`/${LIST_NAME}`, list, 'write the list of local projects', locations),
      ...readContext(projectPaths(mopyfile), projects),
    ],
  );
}

function readContext(
  paths: readonly ContextPath[],
  requirements: readonly PlainRequirement[],
): readonly CopyStep[] {
  return paths.map(({ path, kind }) => {
    const directory = kind === 'directory';
    return {
      kind: 'copy',
      from: { kind: 'context' },
      source: path,
      directory,
      destination: directory ? folderIn(`/${CONTEXT_FOLDER}`, path) : `/${CONTEXT_FOLDER}/${path}`,
      link: false,
      // Of folders `modes.py` decides, file by file.
      ...(directory ? {} : { mode: 0o755 }),
      title: `read ${path}`,
      locations: requirements
        .filter((requirement) => 'path' in requirement && requirement.path.path === path)
        .map(({ location }) => location),
    };
  });
}

function folderIn(root: string, path: string): string {
  return path === '.' ? `${root}/` : `${root}/${path}/`;
}

/** The project's files at their places, with whatever owners and modes. */
export function projectFilesStage({ parts }: Project): Stage {
  return stage(
    PROJECT_FILES,
    'The files of the program, as the build context has them.',
    { kind: 'scratch' },
    parts.map(({ path: { path, kind }, destination, location }) => ({
      kind: 'copy',
      from: { kind: 'context' },
      source: path,
      directory: kind === 'directory',
      destination: kind === 'directory' ? folderIn(HOME, destination) : `${HOME}/${destination}`,
      link: false,
      title: `read ${path}`,
      locations: [location],
    })),
  );
}

/**
 * The project's layer: owned by the image's user, writable by group 0, which every other user runs in.
 * Its folders too: those above what comes from the context have a mode that differs between releases of
 * BuildKit, unless they are copied themselves.
 */
export function projectStage({ parts }: Project): Stage {
  return stage(
    'project',
    'The program itself, writable for the user of the image and, through group 0, for any other.',
    { kind: 'scratch' },
    [
      {
        ...copyFromStage(PROJECT_FILES, '/', '/', `copy ${parts.map(({ path }) => path.path).join(', ')}`),
        link: false,
        owner: { user: USER_ID, group: 0 },
        mode: 0o775,
        locations: parts.map(({ location }) => location),
      },
    ],
  );
}
