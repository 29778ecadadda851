import { isArchiveName } from '../requirement/local-path.js';
import type { RequirementCode } from '../requirement/requirement.js';
import { type ContextPath, lookUp, type VisibleContext } from './context.js';

/** What is wrong with a path whose place the caller knows. */
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
    return { problem: unreadable(path, error) };
  }
}

/** A problem for an error of the operating system. */
export function unreadable(path: string, error: unknown): PathProblem {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return {
    code: 'requirements-unreadable',
    message: `\`${path}\` cannot be read: ${reason}`,
    hint: 'check its permissions and the length of its name',
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
  const markers = ['pyproject.toml', 'setup.py'].map((name) => (path === '.' ? name : `${path}/${name}`));
  const found = await Promise.all(markers.map((marker) => lookUp(visible, marker)));
  if (found.some((entry) => typeof entry === 'object' && entry.kind === 'file')) {
    return { entry: { path, kind: 'directory' } };
  }
  const leftOut = isIgnored ? path : markers[found.indexOf('ignored')];
  return {
    problem:
      leftOut === undefined
        ? {
            code: 'pip-not-a-project',
            message: `${path === '.' ? 'the build context' : `\`${path}\``} is no Python project`,
            hint: 'pip needs a `pyproject.toml` or a `setup.py` in it',
          }
        : ignored(leftOut),
  };
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
      : 'pip installs folders with a project, wheels (`.whl`) and archives such as `.tar.gz`; requirements files end with `.txt`',
  };
}
