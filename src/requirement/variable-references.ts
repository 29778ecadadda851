import type { Span } from '../source/source.js';

/** A variable of the environment that pip fills into a URL. */
export interface VariableReference {
  readonly name: string;
  readonly span: Span;
  /** All of a user name or of a password of an http or https URL: pip and git mask nothing elsewhere. */
  readonly isCredential: boolean;
  /** The URL up to the path, without `git+`. */
  readonly address: string;
  readonly isGit: boolean;
}

/** Scheme, user info, host, rest. */
const ADDRESS =
  /(?<![a-z0-9+.-])(git\+)?([a-z][a-z0-9.-]{0,30}):\/\/(?:([^\s/?#"'@]*)@)?([^\s/?#"'@]*)([^\s"']*)/gi;

/** The references in the URLs of a line. pip's names have capital letters, digits and `_`. */
export function variableReferences(line: string): readonly VariableReference[] {
  return line.includes('${') ? [...line.matchAll(ADDRESS)].flatMap(referencesIn) : [];
}

function referencesIn(match: RegExpMatchArray): readonly VariableReference[] {
  const [whole, git = '', scheme = '', userInfo = '', host = ''] = match;
  const start = match.index ?? 0;
  const halves = userInfo.split(':');
  let end = git.length + scheme.length + '://'.length - 1;
  const ends = halves.map((half) => {
    end += 1 + half.length;
    return end;
  });
  return [...whole.matchAll(/\$\{([A-Z0-9_]+)\}/g)].map(({ index, 0: { length }, 1: name = '' }) => ({
    name,
    span: { start: start + index, end: start + index + length },
    isCredential:
      /^https?$/i.test(scheme) &&
      halves.length < 3 &&
      ends.some((last, half) => index === last - (halves[half] ?? '').length && index + length === last),
    address: `${scheme}://${userInfo}@${host}/`,
    isGit: git !== '',
  }));
}
