import { systemErrorCode, UNREADABLE_HINT } from '../../basics/system-error.js';
import { isArchiveName } from '../../requirement/local-path.js';
import { foreignFileHint } from '../../requirement/other-tools.js';
import type { RequirementCode } from '../../requirement/requirement.js';
import { type ContextPath, lookUp, type VisibleContext, wayOut } from '../context.js';

/** Files that make a folder a project for pip: one is enough. */
export const PROJECT_MARKERS = ['pyproject.toml', 'setup.py'];

/** A problem with a path whose place the caller knows. */
export interface PathProblem {
  readonly code: RequirementCode;
  readonly message: string;
  readonly hint: string;
}

/** A path in order, or why it is not. */
export type LocalCheck =
  | { readonly entry: ContextPath; readonly problem?: undefined }
  | { readonly entry?: undefined; readonly problem: PathProblem };

/**
 * Judges a normalised path that `parseRequirement` found: it exists, the ignore rules let it in, and it is what
 * the requirement needs (a project folder or an archive; a file).
 */
export async function checkLocalRequirement(
  visible: VisibleContext,
  kind: 'local' | 'requirements-file',
  path: string,
): Promise<LocalCheck> {
  try {
    return await check(visible, kind, path);
  } catch (error) {
    return { problem: unreadableRequirement(path, error) };
  }
}

/** A problem for an error of the operating system. */
export function unreadableRequirement(path: string, error: unknown): PathProblem {
  return {
    code: 'requirements-unreadable',
    message: `\`${path}\` cannot be read: ${systemErrorCode(error) ?? String(error)}`,
    hint: UNREADABLE_HINT,
  };
}

async function check(
  visible: VisibleContext,
  kind: 'local' | 'requirements-file',
  path: string,
): Promise<LocalCheck> {
  const found = await lookUp(visible, path);
  if (found === 'missing') {
    return { problem: missing(visible, path) };
  }
  if (found === 'other') {
    return { problem: neither(path) };
  }
  if (kind === 'local' && (found === 'ignored' || found.kind === 'directory')) {
    return checkFolder(visible, path, found === 'ignored');
  }
  if (found === 'ignored') {
    return { problem: ignored(path) };
  }
  if (kind === 'requirements-file') {
    return found.kind === 'file' ? { entry: { path, kind: 'file' } } : { problem: folderForFile(path) };
  }
  return isArchiveName(path) ? { entry: { path, kind: 'file' } } : { problem: noArchive(path) };
}

/** A folder that is left out comes along all the same when something in it is let in again. */
async function checkFolder(visible: VisibleContext, path: string, isIgnored: boolean): Promise<LocalCheck> {
  const markers = PROJECT_MARKERS.map((name) => (path === '.' ? name : `${path}/${name}`));
  const judged = await Promise.all(markers.map((marker) => judgeMarker(visible, path, marker)));
  if (judged.includes('in order')) {
    return { entry: { path, kind: 'directory' } };
  }
  const problem = judged.find((judgement) => typeof judgement === 'object');
  if (isIgnored && (problem === undefined || problem.code === 'pip-path-ignored')) {
    return { problem: ignored(path) };
  }
  return { problem: problem ?? noProject(path) };
}

/** The statement of a file that makes its folder a project for pip. */
async function judgeMarker(
  visible: VisibleContext,
  folder: string,
  marker: string,
): Promise<'in order' | 'missing' | PathProblem> {
  const entry = await lookUp(visible, marker);
  if (entry === 'ignored') {
    return ignored(marker);
  }
  if (typeof entry === 'string' || entry.kind === 'directory') {
    return 'missing';
  }
  const end = await wayOut(visible.context, folder, entry);
  return end === undefined ? 'in order' : linkedAway(folder, marker, end);
}

function missing({ context }: VisibleContext, path: string): PathProblem {
  const folder = context.prefix === undefined || context.prefix === '' ? '' : `, \`${context.prefix}\``;
  return {
    code: 'pip-path-missing',
    message: `\`${path}\` does not exist`,
    hint: `paths count from the build context${folder}`,
  };
}

function ignored(path: string): PathProblem {
  return {
    code: 'pip-path-ignored',
    message: `\`${path}\` is left out of the build by the ignore rules`,
    hint: `let it in with a line \`!${path}\` at the end of the ignore file, or of a new \`.dockerignore\``,
  };
}

function linkedAway(folder: string, marker: string, end: string): PathProblem {
  return {
    code: 'pip-path-outside',
    message: `\`${marker}\` is a link to \`${end}\`, which is not in \`${folder}\``,
    hint: 'put the file itself there: pip is given the folder without what its links lead to',
  };
}

function noProject(path: string): PathProblem {
  return {
    code: 'pip-not-a-project',
    message: `${path === '.' ? 'the build context' : `\`${path}\``} is no Python project`,
    hint: 'pip needs a `pyproject.toml` or a `setup.py` in it',
  };
}

function neither(path: string): PathProblem {
  return {
    code: 'pip-path-kind',
    message: `\`${path}\` is a pipe, a socket or a device`,
    hint: 'name a file or a folder',
  };
}

function folderForFile(path: string): PathProblem {
  return {
    code: 'pip-path-kind',
    message: `\`${path}\` is a folder, not a requirements file`,
    hint: `for a project in that folder write \`./${path}/\``,
  };
}

function noArchive(path: string): PathProblem {
  const isProjectFile = /(?:^|\/)(?:pyproject\.toml|setup\.py|setup\.cfg)$/.test(path);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return {
    code: 'pip-path-kind',
    message: `\`${path}\` is nothing that pip can install`,
    hint: isProjectFile
      ? `name the project's folder: \`./${folder}\``
      : (foreignFileHint(path.slice(folder.length)) ??
        'pip installs folders with a project, wheels (`.whl`) and archives such as `.tar.gz`; requirements files end with `.txt`'),
  };
}
