import { compareVersions, type Version } from '../../requirement/parse-version.js';
import type { Bound, Clause, Constraint } from './constraint.js';

/** A constraint in the specifiers of PEP 440, which pip takes. */
export interface Specifier {
  /** `>=1.2,<2`; nothing where any version will do. */
  readonly text: string;
  /** Whether it takes the versions of the constraint alone. PEP 440 has no alternatives: then it takes what lies between them too. */
  readonly isExact: boolean;
}

/** Spells a constraint for pip: alternatives by their outer bounds. */
export function specifierOf(constraint: Constraint): Specifier {
  const [only = [], ...more] = constraint;
  if (more.length === 0) {
    return { text: only.map(spellClause).filter(Boolean).join(','), isExact: true };
  }
  const ranges = constraint.map(rangeOf).toSorted((a, b) => compareLower(a.lower, b.lower));
  const outer = {
    lower: ranges[0]?.lower,
    upper: ranges
      .map(({ upper }) => upper)
      .toSorted(compareUpper)
      .at(-1),
  };
  const isWhole = constraint.flat().every(({ isMet }) => isMet);
  return {
    text: spellBounds([outer.lower, outer.upper].flatMap((bound) => bound ?? [])),
    isExact: isWhole && isContiguous(ranges),
  };
}

function spellClause({ isMet, bounds }: Clause): string {
  const [from, to] = bounds;
  // `1.2.*` begins and ends before all candidates.
  if (from !== undefined && to?.version.dev === 0) {
    return `${isMet ? '==' : '!='}${spellVersion(from.version)}.*`;
  }
  return isMet ? spellBounds(bounds) : bounds.map(({ version }) => `!=${spellVersion(version)}`).join(',');
}

function spellBounds(bounds: readonly Bound[]): string {
  return bounds.map(({ operator, version }) => operator + spellVersion(version)).join(',');
}

/** Without `.dev0`: with that pip would take candidates. */
function spellVersion({ epoch, release, pre, post, dev, local }: Version): string {
  const parts = [
    epoch === 0 ? '' : `${epoch}!`,
    release.join('.'),
    pre === undefined ? '' : `${pre.phase}${pre.number}`,
    post === undefined ? '' : `.post${post}`,
    dev === undefined || dev === 0 ? '' : `.dev${dev}`,
    local === undefined ? '' : `+${local.join('.')}`,
  ];
  return parts.join('');
}

/** The ends of what an alternative takes; undefined where it goes on without end. */
interface Range {
  readonly lower: Bound | undefined;
  readonly upper: Bound | undefined;
}

function rangeOf(clauses: readonly Clause[]): Range {
  const bounds = clauses.flatMap((clause) => (clause.isMet ? clause.bounds : []));
  const ends = (sign: '<' | '>') =>
    bounds.flatMap((bound): readonly Bound[] => {
      const isEnd = bound.operator === sign || bound.operator === `${sign}=`;
      return isEnd ? [bound] : bound.operator === '==' ? [{ ...bound, operator: `${sign}=` }] : [];
    });
  return { lower: ends('>').toSorted(compareLower).at(-1), upper: ends('<').toSorted(compareUpper)[0] };
}

/** Whether nothing lies between ranges that are ordered by their beginnings. */
function isContiguous(ranges: readonly Range[]): boolean {
  return ranges.slice(1).every(({ lower }, index) => {
    const reached = ranges
      .slice(0, index + 1)
      .map(({ upper }) => upper)
      .toSorted(compareUpper)
      .at(-1);
    if (lower === undefined || reached === undefined) {
      return true;
    }
    const order = compareVersions(lower.version, reached.version);
    return order < 0 || (order === 0 && (lower.operator === '>=' || reached.operator === '<='));
  });
}

/** Beginnings that take more first. */
function compareLower(a: Bound | undefined, b: Bound | undefined): number {
  if (a === undefined || b === undefined) {
    return Number(a !== undefined) - Number(b !== undefined);
  }
  return compareVersions(a.version, b.version) || b.operator.length - a.operator.length;
}

/** Ends that take less first. */
function compareUpper(a: Bound | undefined, b: Bound | undefined): number {
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  return compareVersions(a.version, b.version) || a.operator.length - b.operator.length;
}
