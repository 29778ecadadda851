import type { CopyStep } from '../plan/plan.js';

/**
 * The source as COPY spells it, without quoting: a path of a stage is absolute, a folder ends in a
 * slash, and a character that BuildKit would take as a wildcard stands in a class of its own
 * (`[*]`), because a backslash alone does not make it look for matches (fsutil copy.ResolveWildcards).
 */
export function copySource({ from, source, directory }: CopyStep): string {
  const literal = source.replace(/[*?[]/g, '[$&]');
  const rooted = from.kind === 'stage' ? `/${literal === '.' ? '' : literal}` : literal;
  return directory && rooted !== '/' && rooted !== '.' ? `${rooted}/` : rooted;
}
