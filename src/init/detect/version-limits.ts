import { normalizedName } from '../../basics/normalized-name.js';
import { requirementParts } from '../../requirement/requirement-parts.js';
import { RECOMMENDED_VERSION } from '../../validate/keys/python/end-of-life.js';
import type { Manifest, Said } from '../read-manifest.js';
import type { Survey } from '../survey.js';
import { FIRST_MINOR, FIRST_RELEASES, type FirstReleases } from '../tables/first-releases.js';
import { LOCKS, REQUIREMENTS, requirementLines } from './dependency-files.js';
import { readLockOf } from './lock-files.js';

/** The newest minor version of Python that the releases which a project pins are for. */
export interface VersionLimit {
  readonly minor: number;
  readonly reason: string;
}

/** Releases that a requirement allows: none newer, or none from this one on. */
interface Ceiling {
  readonly version: string;
  readonly isAllowed: boolean;
}

const SPECIFIER = /^\s*(===?|~=|<=?)\s*(\d[\w.]*?)(\.\*)?\s*$/;

/** The lowest limit of a project's pins; undefined where no pin is known to have one. */
export async function versionLimit(
  survey: Survey,
  base: string,
  manifest: Manifest,
): Promise<VersionLimit | undefined> {
  const pins = await pinsOf(survey, base, manifest);
  const limits = (pins?.value ?? []).flatMap((line) => limitOf(line, pins?.file ?? ''));
  return limits.toSorted((a, b) => a.minor - b.minor)[0];
}

/** The requirements of the file that the dependencies are taken from. */
async function pinsOf(
  survey: Survey,
  base: string,
  { dependencies }: Manifest,
): Promise<Said<readonly string[]> | undefined> {
  for (const file of LOCKS) {
    const lock = await readLockOf(survey, base, file, RECOMMENDED_VERSION);
    if (lock && lock.problems.length === 0) {
      const value = lock.packages.flatMap(({ name, version }) => (version ? [`${name}==${version}`] : []));
      return { value, file };
    }
  }
  const file = REQUIREMENTS.find((path) => survey.files.has(base + path));
  return file === undefined
    ? dependencies && { ...dependencies, value: dependencies.value.map(({ line }) => line) }
    : { value: await requirementLines(survey, base + file), file: base + file };
}

function limitOf(line: string, file: string): readonly VersionLimit[] {
  const { name = '', versions = [] } = requirementParts(line) ?? {};
  const known = FIRST_RELEASES.find((row) => normalizedName(row.name) === normalizedName(name));
  const ceiling = ceilingOf(versions);
  if (known === undefined || ceiling === undefined) {
    return [];
  }
  const newer = known.releases.findIndex((first) => !allows(ceiling, first));
  if (newer === -1) {
    return [];
  }
  const minor = FIRST_MINOR + newer - 1;
  return [
    { minor, reason: `${known.name}${versions.join(',')} in ${file} ${MEANINGS[known.kind]} 3.${minor}` },
  ];
}

const MEANINGS: Readonly<Record<FirstReleases['kind'], string>> = {
  wheels: 'has wheels up to Python',
  support: 'supports Python up to',
};

/** The lowest of several, as pip takes their intersection. */
function ceilingOf(specifiers: readonly string[]): Ceiling | undefined {
  return specifiers
    .flatMap((specifier): readonly Ceiling[] => {
      const [, operator, version = '', wildcard] = SPECIFIER.exec(specifier) ?? [];
      switch (operator) {
        case '<':
          return [{ version, isAllowed: false }];
        case '~=':
          return [{ version: next(version.split('.').slice(0, -1)), isAllowed: false }];
        case undefined:
          return [];
        default:
          return wildcard
            ? [{ version: next(version.split('.')), isAllowed: false }]
            : [{ version, isAllowed: true }];
      }
    })
    .toSorted((a, b) => compare(a.version, b.version))[0];
}

/** The first release that does not begin with these parts. */
function next(parts: readonly string[]): string {
  return [...parts.slice(0, -1), Number(parts.at(-1)) + 1].join('.');
}

function allows({ version, isAllowed }: Ceiling, release: string): boolean {
  const order = compare(release, version);
  return order < 0 || (order === 0 && isAllowed);
}

/** By their numbers: what follows them in candidates and the like does not matter here. */
function compare(first: string, second: string): number {
  const [a, b] = [numbersOf(first), numbersOf(second)];
  const index = a.findIndex((number, at) => number !== (b[at] ?? 0));
  const at = index === -1 ? a.length : index;
  return (a[at] ?? 0) - (b[at] ?? 0);
}

function numbersOf(version: string): readonly number[] {
  return (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);
}
