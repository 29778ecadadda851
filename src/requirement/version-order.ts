import { comparePublicVersions, parseVersion, type Version } from './parse-version.js';

/** The same release, whatever follows it. */
function isSameRelease(a: Version, b: Version): boolean {
  const bare = ({ epoch, release }: Version) => ({ epoch, release });
  return comparePublicVersions(bare(a), bare(b)) === 0;
}

function isPrerelease({ pre, dev }: Version): boolean {
  return pre !== undefined || dev !== undefined;
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
  const read = parseVersion(version);
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
  const wanted = parseVersion(isPrefix ? written.slice(0, -2) : written);
  if (wanted === undefined) {
    return undefined;
  }
  const order = comparePublicVersions(version, wanted);
  const isEqual = isPrefix
    ? hasPrefix(version, wanted)
    : order === 0 && (wanted.local === undefined || wanted.local.join('.') === version.local?.join('.'));
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
      return order < 0 && !(isPrerelease(version) && !isPrerelease(wanted) && isSameRelease(version, wanted));
    case '>':
      return (
        order > 0 &&
        !(version.post !== undefined && wanted.post === undefined && isSameRelease(version, wanted))
      );
    case '~=':
      return order >= 0 && hasPrefix(version, { ...wanted, release: wanted.release.slice(0, -1) });
    default:
      return undefined;
  }
}
