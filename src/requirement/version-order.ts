/** A version of PEP 440, as it is ordered. */
interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  /** The parts behind the release, smaller for what is older: pre-release and its number, post-release, development. */
  readonly suffix: readonly number[];
  readonly isPrerelease: boolean;
  readonly isPostrelease: boolean;
  /** Without separators; empty for most. */
  readonly local: string;
}

const VERSION =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?([-_.]?dev[-_.]?\d*)?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

/** Pre-releases are older than the release, a development version without one is older than these. */
const DEVELOPMENT = -1;
const PRERELEASES: Readonly<Record<string, number>> = { a: 0, b: 1, c: 2, p: 2, r: 2 };
const RELEASE = 3;

function readVersion(text: string): Version | undefined {
  const match = VERSION.exec(text.trim().toLowerCase());
  if (match === null) {
    return undefined;
  }
  const [, epoch = '0', release = '', pre, preNumber = '', post, development, local = ''] = match;
  const stage = pre === undefined ? RELEASE : (PRERELEASES[pre.charAt(0)] ?? RELEASE);
  const isDevelopmentAlone = development !== undefined && pre === undefined && post === undefined;
  return {
    epoch: Number(epoch),
    release: release.split('.').map(Number),
    suffix: [
      isDevelopmentAlone ? DEVELOPMENT : stage,
      Number(preNumber),
      post === undefined ? -1 : numberIn(post),
      development === undefined ? Number.POSITIVE_INFINITY : numberIn(development),
    ],
    isPrerelease: pre !== undefined || development !== undefined,
    isPostrelease: post !== undefined,
    local: local.replaceAll(/[-_.]/g, '.'),
  };
}

function numberIn(text: string): number {
  return Number(/\d+/.exec(text)?.[0] ?? 0);
}

/** Below zero where `a` is older than `b`; local parts do not count. */
function compare(a: Version, b: Version): number {
  const length = Math.max(a.release.length, b.release.length);
  const padded = ({ epoch, release, suffix }: Version): readonly number[] => [
    epoch,
    ...Array.from({ length }, (_, index) => release[index] ?? 0),
    ...suffix,
  ];
  const other = padded(b);
  return padded(a).reduce((order, part, index) => order || compareParts(part, other[index] ?? 0), 0);
}

function compareParts(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The same release, whatever follows it. */
function isSameRelease(a: Version, b: Version): boolean {
  const bare = { suffix: [] };
  return compare({ ...a, ...bare }, { ...b, ...bare }) === 0;
}

function hasPrefix(version: Version, prefix: Version): boolean {
  return (
    version.epoch === prefix.epoch &&
    prefix.release.every((part, index) => part === (version.release[index] ?? 0))
  );
}

/**
 * Whether a version meets version specifiers of PEP 440, such as `>=1.2,<2`; undefined where one of them, or the version,
 * cannot be read. Pre-releases count as any other version.
 */
export function satisfies(version: string, specifiers: string): boolean | undefined {
  const read = readVersion(version);
  const parts = specifiers.split(',').filter((part) => part.trim() !== '');
  const answers = parts.map((part) => read && satisfiesOne(version, read, part));
  return answers.includes(undefined) ? undefined : !answers.includes(false);
}

function satisfiesOne(text: string, version: Version, specifier: string): boolean | undefined {
  const [, operator, written = ''] = /^\s*(===|~=|==|!=|<=|>=|<|>)\s*(\S+)\s*$/.exec(specifier) ?? [];
  if (operator === '===') {
    return text.toLowerCase() === written.toLowerCase();
  }
  const isPrefix = written.endsWith('.*');
  const wanted = readVersion(isPrefix ? written.slice(0, -2) : written);
  if (wanted === undefined) {
    return undefined;
  }
  const order = compare(version, wanted);
  const isEqual = isPrefix
    ? hasPrefix(version, wanted)
    : order === 0 && (wanted.local === '' || wanted.local === version.local);
  switch (operator) {
    case '==':
      return isEqual;
    case '!=':
      return !isEqual;
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0 && !(version.isPrerelease && !wanted.isPrerelease && isSameRelease(version, wanted));
    case '>':
      return order > 0 && !(version.isPostrelease && !wanted.isPostrelease && isSameRelease(version, wanted));
    case '~=':
      return order >= 0 && hasPrefix(version, { ...wanted, release: wanted.release.slice(0, -1) });
    default:
      return undefined;
  }
}
