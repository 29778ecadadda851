import { compareVersions, parseVersion, type Version } from '../../requirement/parse-version.js';

/** An end of a range, or a version by itself. */
export interface Bound {
  readonly operator: '<' | '<=' | '>' | '>=' | '==';
  readonly version: Version;
}

/** Bounds that hold together, or that must not: `!=1.2.*` is a range to keep out of. */
export interface Clause {
  readonly isMet: boolean;
  readonly bounds: readonly Bound[];
}

/** One of the alternatives has to be met, with all of its clauses. */
export type Constraint = readonly (readonly Clause[])[];

/**
 * Reads a constraint as poetry writes it: `^1.2`, `~1.2`, `1.2.*`, `>=1.2,<3 || ^4`, and the specifiers of PEP 440
 * (https://python-poetry.org/docs/dependency-specification/). A version alone is that version.
 *
 * @returns undefined for what is no constraint
 */
export function parseConstraint(text: string): Constraint | undefined {
  const alternatives = text.split(/\|\|?/).map(parseAlternative);
  return alternatives.every((clauses) => clauses !== undefined) ? alternatives : undefined;
}

/** Commas and blanks separate; blanks stand behind an operator too. */
function parseAlternative(text: string): readonly Clause[] | undefined {
  const parts = text
    .replaceAll(/([\^~=<>!])\s+/g, '$1')
    .split(/[\s,]+/)
    .filter((part) => part !== '');
  const clauses = parts.map(parseClause);
  return parts.length > 0 && clauses.every((clause) => clause !== undefined) ? clauses : undefined;
}

const ANY = /^(?:==)?v?[x*](?:\.[x*])*$/i;
const WILDCARD = /^(==?|!=)?(v?\d+(?:\.\d+)*)(?:\.[x*])+$/i;
const PLAIN = /^(\^|~=|~|<>|!=|>=?|<=?|={1,3})?(v?\d.*)$/i;

function parseClause(text: string): Clause | undefined {
  if (ANY.test(text)) {
    return { isMet: true, bounds: [] };
  }
  const [, sign, prefix] = WILDCARD.exec(text) ?? [];
  const start = prefix === undefined ? undefined : parseVersion(prefix);
  if (start !== undefined) {
    const end = increased(start, start.release.length);
    return { isMet: sign !== '!=', bounds: range({ ...start, dev: 0 }, { ...end, dev: 0 }) };
  }
  const [, operator = '==', written = ''] = PLAIN.exec(text) ?? [];
  const version = parseVersion(written);
  return version && { isMet: operator !== '!=' && operator !== '<>', bounds: boundsOf(operator, version) };
}

function boundsOf(operator: string, version: Version): readonly Bound[] {
  switch (operator) {
    case '^':
      return range(version, increased(version, breakingLength(version)));
    case '~':
      return range(version, increased(version, Math.min(version.release.length, 2)));
    case '~=':
      return range(version, increased(version, Math.max(version.release.length - 1, 1)));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return [{ operator, version }];
    default:
      return [{ operator: '==', version }];
  }
}

function range(from: Version, to: Version): readonly Bound[] {
  return [
    { operator: '>=', version: from },
    { operator: '<', version: to },
  ];
}

/** The first release whose leading parts, so many of them, are higher. */
function increased({ epoch, release }: Version, length: number): Version {
  return {
    epoch,
    release: release.slice(0, length).map((part, at) => (at === length - 1 ? part + 1 : part)),
  };
}

/** How many parts a caret looks at: to the first that is not zero. */
function breakingLength({ release }: Version): number {
  const significant = release.slice(0, 3).findIndex((part) => part > 0);
  return significant === -1 ? Math.min(release.length, 3) : significant + 1;
}

/** Whether a version meets a constraint, candidates and local versions judged as PEP 440 has it. */
export function allows(constraint: Constraint, version: Version): boolean {
  return constraint.some((clauses) =>
    clauses.every(({ isMet, bounds }) => bounds.every((bound) => isWithin(bound, version)) === isMet),
  );
}

function isWithin({ operator, version: bound }: Bound, version: Version): boolean {
  const { local: _, ...shared } = version;
  // `1.0+cpu` is `1.0` to whoever asks for no local version.
  const judged = bound.local === undefined ? shared : version;
  switch (operator) {
    case '==':
      return compareVersions(judged, bound) === 0;
    case '>=':
      return compareVersions(judged, bound) >= 0;
    case '<=':
      return compareVersions(judged, bound) <= 0;
    case '>':
      return compareVersions(bound.post === undefined ? withoutPost(judged) : judged, bound) > 0;
    case '<':
      return compareVersions(judged, bound) < 0 && (isUnstable(bound) || isBeforeCandidates(judged, bound));
  }
}

/** `>1.0` is not met by `1.0.post1`. */
function withoutPost({ post, dev, ...rest }: Version): Version {
  return post === undefined ? { ...rest, ...(dev !== undefined && { dev }) } : rest;
}

function isUnstable({ pre, dev }: Version): boolean {
  return pre !== undefined || dev !== undefined;
}

/** `<1.0` is not met by `1.0rc1`. */
function isBeforeCandidates(version: Version, bound: Version): boolean {
  return compareVersions(version, { ...bound, dev: 0 }) < 0;
}
