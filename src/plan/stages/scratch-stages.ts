import type { Mopyfile, Project } from '../../validate/mopyfile.js';
import { HOME, USER_ID } from '../base-images.js';
import type { CopyStep, Foundation, Stage, WriteStep } from '../plan.js';
import {
  CONTEXT_FOLDER,
  LIST_NAME,
  requiredPaths,
  requirementLocations,
  unique,
} from '../requirement-list.js';
import { SCRIPTS } from '../scripts.generated.js';
import { scriptFiles } from '../scripts.js';
import { copyFromStage, stage, write } from '../steps/steps.js';

/** A folder of its own, so that nothing else becomes importable with what it holds. */
export const CREDENTIALS_FOLDER = 'credentials';

/** Python imports a module of this name by itself when it starts. */
export const CREDENTIALS_MODULE = 'sitecustomize.py';

const PROJECT_FILES = 'project-files';

/** The programs that the other stages run. */
export function scriptsStage(
  foundations: ReadonlySet<Foundation>,
  installs: boolean,
  credentials: boolean,
): Stage {
  const programs = [
    ...(foundations.has('distroless') ? (['interpreter.py'] as const) : []),
    ...(foundations.has('slim') ? (['user.py'] as const) : []),
    ...(installs ? (['compile.py', 'libraries.py', 'check.py'] as const) : []),
  ];
  const names = unique(programs.flatMap(scriptFiles));
  return stage(
    'scripts',
    'The programs that the stages below run; none of them is in the final image.',
    { kind: 'scratch' },
    [
      ...names.map((name) => write(`/${name}`, SCRIPTS[name], `write ${name}`)),
      ...(credentials ? [credentialsModule()] : []),
    ],
  );
}

function credentialsModule(): WriteStep {
  const path = `/${CREDENTIALS_FOLDER}/${CREDENTIALS_MODULE}`;
  return write(path, SCRIPTS['credentials.py'], 'write credentials.py');
}

/**
 * What pip reads. Files pass through a stage of their own so that their modes are the same on every
 * machine: the mode of a bound file is part of a step's cache key.
 */
export function requirementsStage(mopyfile: Mopyfile, list: string): Stage {
  return stage(
    'requirements',
    'What pip is given: the list of requirements, and what it names in the build context.',
    { kind: 'scratch' },
    [
      write(`/${LIST_NAME}`, list, 'write the list of requirements', requirementLocations(mopyfile)),
      ...requiredPaths(mopyfile).map(({ path, kind }): CopyStep => {
        const directory = kind === 'directory';
        return {
          kind: 'copy',
          from: { kind: 'context' },
          source: path,
          directory,
          destination: directory ? folderIn(`/${CONTEXT_FOLDER}`, path) : `/${CONTEXT_FOLDER}/${path}`,
          link: false,
          mode: 0o755,
          title: `read ${path}`,
          locations: mopyfile.requirements
            .filter((requirement) => 'path' in requirement && requirement.path.path === path)
            .map(({ location }) => location),
        };
      }),
    ],
  );
}

function folderIn(root: string, path: string): string {
  return path === '.' ? `${root}/` : `${root}/${path}/`;
}

/** The project's files at their places, with whatever owners and modes. */
export function projectFilesStage(project: Project): Stage {
  const directory = project.path.kind === 'directory';
  return stage(
    PROJECT_FILES,
    'The files of the program, as the build context has them.',
    { kind: 'scratch' },
    [
      {
        kind: 'copy',
        from: { kind: 'context' },
        source: project.path.path,
        directory,
        destination: `${HOME}/${project.name}${directory ? '/' : ''}`,
        link: false,
        title: `read ${project.path.path}`,
        locations: [project.location],
      },
    ],
  );
}

/**
 * The project's layer: owned by the image's user, writable by group 0, which every other user runs in.
 * Its folders too: those above what comes from the context have a mode that differs between releases of
 * BuildKit, unless they are copied themselves.
 */
export function projectStage(project: Project): Stage {
  return stage(
    'project',
    'The program itself, writable for the user of the image and, through group 0, for any other.',
    { kind: 'scratch' },
    [
      {
        ...copyFromStage(PROJECT_FILES, '/', '/', `copy ${project.path.path}`),
        link: false,
        owner: { user: USER_ID, group: 0 },
        mode: 0o775,
        locations: [project.location],
      },
    ],
  );
}
