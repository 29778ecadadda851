/** A version of PEP 440. */
export interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  readonly pre?: { readonly phase: 'a' | 'b' | 'rc'; readonly number: number };
  readonly post?: number;
  readonly dev?: number;
  readonly local?: readonly string[];
}

const VERSION =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z\d]+(?:[-_.][a-z\d]+)*))?\s*$/i;

const PHASES: Readonly<Record<string, 'a' | 'b' | 'rc'>> = { a: 'a', alpha: 'a', b: 'b', beta: 'b' };

/** Reads a version in any spelling that PEP 440 knows; undefined for what is none. */
export function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, epoch, release = '', phase, pre, post, named, postNumber, dev, devNumber, local] = match;
  return {
    epoch: Number(epoch ?? 0),
    release: release.split('.').map(Number),
    ...(phase !== undefined && { pre: { phase: PHASES[phase.toLowerCase()] ?? 'rc', number: Number(pre) } }),
    ...((post ?? named) !== undefined && { post: Number(post ?? postNumber) }),
    ...(dev !== undefined && { dev: Number(devNumber) }),
    ...(local !== undefined && { local: local.toLowerCase().split(/[-_.]/) }),
  };
}

/** Below zero where `a` is older than `b`, above where it is newer. */
export function compareVersions(a: Version, b: Version): number {
  return comparePublicVersions(a, b) || compareLocal(a.local, b.local);
}

/** The same, but local parts do not count. */
export function comparePublicVersions(a: Version, b: Version): number {
  return (
    a.epoch - b.epoch ||
    compareLists(withoutZeros(a.release), withoutZeros(b.release)) ||
    compareLists(suffixes(a), suffixes(b))
  );
}

/** `1.0` and `1.0.0` are the same release. */
function withoutZeros(release: readonly number[]): readonly number[] {
  return release.slice(0, release.findLastIndex((part) => part !== 0) + 1);
}

/** The numbers that a missing part counts as: below or above all others. */
const [FIRST, LAST] = [-1, Number.POSITIVE_INFINITY];

/** Candidates, then the release, then what comes after it; what is in development before each of them. */
function suffixes({ pre, post, dev }: Version): readonly number[] {
  const isBeforeCandidates = pre === undefined && post === undefined && dev !== undefined;
  const phase = pre === undefined ? (isBeforeCandidates ? FIRST : LAST) : ['a', 'b', 'rc'].indexOf(pre.phase);
  return [phase, pre?.number ?? 0, post ?? FIRST, dev ?? LAST];
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  const at = Array.from({ length: Math.max(a.length, b.length) }, (_, index) => index).find(
    (index) => (a[index] ?? 0) !== (b[index] ?? 0),
  );
  return at === undefined ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1;
}

/** Words come before numbers, and a shorter one before what it begins. */
function compareLocal(a: Version['local'], b: Version['local']): number {
  const [first, second] = [a ?? [], b ?? []];
  const at = first.findIndex((part, index) => part !== second[index]);
  if (at === -1 || second[at] === undefined) {
    return first.length - second.length;
  }
  const [one = '', other = ''] = [first[at], second[at]];
  const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (isNumber !== isOtherNumber) {
    return isNumber ? 1 : -1;
  }
  return isNumber ? Number(one) - Number(other) : one < other ? -1 : 1;
}
