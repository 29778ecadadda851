import { joinedPath } from '../basics/joined-path.js';
import type { Span } from '../source/source.js';
import { readExtras } from './pep508.js';
import { type ParsedRequirement, type RequirementProblem, refuse } from './requirement.js';

/** File names that pip takes for an archive to install. */
const ARCHIVE = /\.(?:whl|zip|tar|tar\.gz|tgz|tar\.bz2|tbz|tar\.xz|txz|tar\.lz|tlz|tar\.lzma)$/i;

/** Whether pip takes a path, with extras behind it or without, for an archive rather than for a project's folder. */
export function isArchiveName(path: string): boolean {
  return ARCHIVE.test(path.slice(0, extrasStart(path)));
}

/** Where the extras at the end of a text begin; its length when it has none. An expression would try each `[`. */
function extrasStart(text: string): number {
  const closed = text.lastIndexOf(']', text.length - 2);
  const start = text.endsWith(']') ? text.indexOf('[', closed + 1) : -1;
  return start < 0 ? text.length : start;
}

/** Whether a path leaves the folder that it starts in. Node's own way of putting it in order takes the square of it. */
function leaves(path: string): boolean {
  let depth = 0;
  for (const segment of path.split('/')) {
    depth += segment === '..' ? -1 : segment === '' || segment === '.' ? 0 : 1;
    if (depth < 0) {
      return true;
    }
  }
  return false;
}

/** A path as somebody wrote it, judged. */
export type LocalPath =
  | { readonly path: string; readonly problems?: undefined }
  | { readonly path?: undefined; readonly problems: readonly RequirementProblem[] };

/** Normalises the path at a span of a text; absolute paths and those that leave the context are refused. */
export function readLocalPath(text: string, span: Span): LocalPath {
  const written = text.slice(span.start, span.end);
  if (/^(?:\/|~|[a-z]:[\\/])/i.test(written)) {
    return refuse(
      'pip-path-absolute',
      span,
      'an absolute path means nothing in the build',
      'move what it names into the build context and write its path from there: `./path`',
    );
  }
  // Put in order it would read `https:/`, and what stands before its `@` would no longer look like a credential.
  if (written.includes('://')) {
    return refuse(
      'pip-syntax',
      span,
      'a path cannot hold a URL',
      'write the URL alone, or as `name @ https://…`; brackets only hold extras, such as `name[extra]`',
    );
  }
  if (written.includes('\\')) {
    return refuse(
      'pip-path-characters',
      span,
      'a path cannot hold a `\\`',
      `write \`${written.replace(/\\+/g, '/')}\``,
    );
  }
  if (/\$\{[A-Z0-9_]+\}/.test(written)) {
    return refuse(
      'pip-path-characters',
      span,
      'pip would put an environment variable into this path',
      'write the path out',
    );
  }
  return leaves(written)
    ? refuse(
        'pip-path-outside',
        span,
        'the path leaves the build context',
        'build with a context that holds it',
      )
    : { path: joinedPath(written) };
}

/**
 * Reads `./path`, `./path[extra]` and archives. `tail` is what follows the path, a marker, checked by the caller:
 * it goes to pip as it is.
 */
export function readLocalRequirement(
  text: string,
  span: Span,
  tail: string,
): { readonly requirement?: ParsedRequirement; readonly problems: readonly RequirementProblem[] } {
  const written = text.slice(span.start, span.end);
  const bracket = written.lastIndexOf('[');
  const hasExtras = extrasStart(written) < written.length && /[^[]/.test(written.slice(0, bracket));
  const extras = hasExtras ? written.slice(bracket) : '';
  const pathSpan = { start: span.start, end: span.end - extras.length };
  const cursor = { text, at: pathSpan.end };
  const { problem } = extras === '' ? {} : readExtras(cursor);
  const { path, problems } = readLocalPath(text, pathSpan);
  if (path === undefined || problem !== undefined) {
    return { problems: [...(problems ?? []), ...(problem === undefined ? [] : [problem])] };
  }
  const slash = text[pathSpan.end - 1] === '/' && path !== '.' ? '/' : '';
  const spelled = `${path === '.' ? '.' : `./${path}`}${slash}${extras}${tail}`;
  return {
    requirement: {
      kind: 'local',
      path,
      pathSpan,
      text: [{ kind: 'literal', text: spelled }],
      display: text,
    },
    problems: [],
  };
}
