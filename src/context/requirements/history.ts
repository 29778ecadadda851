import { posix } from 'node:path';
import { lookUp, type VisibleContext } from '../context.js';
import type { PathProblem } from './local-requirement.js';

/** Tools that ask git or Mercurial for the version of a project, by the names that its files have for them. */
const TOOL = /\b(setuptools[-_]scm|hatch-vcs|versioningit|poetry-dynamic-versioning|use_scm_version)\b/;

/** A file of what git and Mercurial keep of a project; a folder would be sent whole to a frontend that asks for it. */
export const HISTORY_FILES = ['.git/HEAD', '.hg/requires'];

/** A version for when there is no history. */
const FALLBACK = /\bfallback[-_]version\b/;

/**
 * A warning about a project whose version comes from its history, where the ignore rules leave that out: the tool would
 * say no more than that it finds no version.
 *
 * @param folder of a project that is in order
 */
export async function missingHistory(
  visible: VisibleContext,
  folder: string,
): Promise<PathProblem | undefined> {
  const history = await ignoredHistory(visible, folder);
  if (history === undefined) {
    return undefined;
  }
  const names = ['pyproject.toml', 'setup.py'].map((name) => posix.join(folder, name));
  const files = await Promise.all(names.map((name) => visible.context.read(name)));
  const text = files.map((bytes) => new TextDecoder().decode(bytes)).join('\n');
  const tool = TOOL.exec(text)?.[1];
  return tool === undefined || FALLBACK.test(text)
    ? undefined
    : {
        code: 'pip-version-from-git',
        message: `\`${tool}\` reads the version from \`${history}\`, which the ignore rules leave out of the build`,
        hint: `let it in with a line \`!${history}\` at the end of the ignore file, or of a new \`.dockerignore\`; or give the version under \`envs\` as \`SETUPTOOLS_SCM_PRETEND_VERSION\``,
      };
}

async function ignoredHistory(visible: VisibleContext, folder: string): Promise<string | undefined> {
  const paths = HISTORY_FILES.map((name) => posix.join(folder, name));
  const found = await Promise.all(paths.map((path) => lookUp(visible, path)));
  const file = paths.find((_, index) => found[index] === 'ignored');
  return file === undefined ? undefined : posix.dirname(file);
}
