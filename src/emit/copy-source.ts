import type { CopyStep } from '../plan/plan.js';

/** The sources as COPY spells them: one, or files of a stage by their plain names. */
export function copySources(step: CopyStep): readonly string[] {
  return step.files?.map((name) => `/${name}`) ?? [copySource(step)];
}

/**
 * The source as COPY spells it, without quoting: a path of a stage is absolute, a folder ends in a
 * slash, and a character that means something in a pattern stands escaped in a class of its own (`[\*]`):
 * a backslash alone does not make BuildKit look for matches (fsutil copy.ResolveWildcards), and a bare
 * `[*]` is a broken pattern to the client that picks the files to send (moby/patternmatcher).
 */
export function copySource({ from, source, directory }: CopyStep): string {
  const literal = source.replace(/[*?[\\^]/g, '[\\$&]');
  const rooted = from.kind === 'stage' ? `/${literal === '.' ? '' : literal}` : literal;
  return directory && rooted !== '/' && rooted !== '.' ? `${rooted}/` : rooted;
}
