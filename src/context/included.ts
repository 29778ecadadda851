import type { Diagnostic } from '../source/diagnostic.js';
import type { ContextPath, VisibleContext } from './context.js';

/** What the requirements files that a Mopyfile names bring with them, followed recursively. */
export interface IncludedRequirements {
  /** Further requirements and constraint files, local projects and archives, sorted, no duplicates. */
  readonly paths: readonly ContextPath[];
  /** A git URL occurs in one of the files. */
  readonly git: boolean;
  /** A git-over-SSH URL occurs in one of the files. */
  readonly ssh: boolean;
}

export interface FollowedRequirements {
  readonly included: IncludedRequirements;
  /** In the order of files and lines, each with the place in its own file. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads requirements files (normalised context paths; those that are not there are passed over: whoever names
 * them says so) with everything that they include, as pip does.
 */
export async function followRequirementsFiles(
  _visible: VisibleContext,
  _files: readonly string[],
): Promise<FollowedRequirements> {
  return { included: { paths: [], git: false, ssh: false }, diagnostics: [] };
}
