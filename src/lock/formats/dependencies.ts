import { normalizedName } from '../../basics/normalized-name.js';
import { bothMarkers, isCovered, withJoinedMarkers } from '../../requirement/joined-markers.js';
import { requirementParts } from '../../requirement/requirement-parts.js';
import { LockError, type LockedPackage, type LockReading } from '../lock.js';
import { type LockFile, unknownChoices } from '../lock-file.js';
import { keySpan, stringPlaces } from '../places.js';
import { type Pyproject, readPyproject } from '../pyproject.js';
import { tableOf, textOf } from '../values.js';

/**
 * Reads the dependencies of a pyproject.toml, those of `[project]` with the chosen extras and groups (PEP 735). Groups need
 * no `[project]`.
 *
 * @throws LockError
 */
export function readDependencies({ text, selection }: LockFile): LockReading {
  const pyproject = readPyproject(text);
  const { extras, groups } = selection;
  const unknown = [
    ...unknownChoices('extra', extras, [...(pyproject.extras?.keys() ?? [])]),
    ...unknownChoices('group', groups, [...pyproject.groups.keys()]),
  ];
  checkStatic(text, pyproject, groups.length === 0, extras.length > 0);
  if (unknown.length > 0) {
    return { packages: [], unknown, problems: [], origins: [] };
  }
  const lines = [
    ...ownLines(pyproject, extras.map(normalizedName)),
    ...groupLines(text, pyproject, groups.map(normalizedName)),
  ];
  const placeOf = stringPlaces(text);
  const packages = lines.map(
    ({ line, written }): LockedPackage => ({
      name: line,
      hashes: [],
      source: { kind: 'requirement', line },
      span: placeOf(written),
    }),
  );
  return { packages, unknown, problems: [], origins: [] };
}

function checkStatic(
  text: string,
  { hasProject, dependencies, extras }: Pyproject,
  needsProject: boolean,
  needsExtras: boolean,
): void {
  const isKnown = dependencies !== undefined && !(needsExtras && extras === undefined);
  if (isKnown || !(hasProject || needsProject)) {
    return;
  }
  throw new LockError({
    code: 'lock-dependencies',
    message: hasProject
      ? '`[project]` leaves the dependencies to the build back end'
      : 'there is no `[project]` table that could have dependencies',
    hint: 'name the project itself, its folder, in `pip`, or a lock file',
    span: keySpan(text, hasProject ? 'dynamic' : 'requires'),
  });
}

/** A requirement as it is installed, and as it is written. */
interface Line {
  readonly line: string;
  readonly written: string;
}

/** Extras may name other extras of the project, by the project's own name, and under markers that count for those too. */
function ownLines(
  { name, dependencies = [], extras }: Pyproject,
  chosen: readonly string[],
): readonly Line[] {
  const lines: Line[] = [];
  const waiting = chosen.map((extra) => ({ extra, markers: [] as readonly string[] }));
  const seen = new Map<string, (readonly string[])[]>();
  const add = (written: string, markers: readonly string[]): void => {
    const parts = requirementParts(written);
    const isOwn =
      parts !== undefined && name !== undefined && normalizedName(parts.name) === normalizedName(name);
    const all = bothMarkers(markers, parts?.marker ?? '');
    if (isOwn) {
      for (const extra of parts.extras) {
        waiting.push({ extra: normalizedName(extra.trim()), markers: all });
      }
    } else {
      lines.push({ line: markers.length === 0 ? written : withJoinedMarkers(written, all), written });
    }
  };
  for (const line of dependencies) {
    add(line, []);
  }
  // A list that grows while it is gone through is gone through to its new end.
  for (const { extra, markers } of waiting) {
    const known = seen.get(extra) ?? [];
    if (!isCovered(markers, known)) {
      seen.set(extra, [...known, markers]);
      for (const line of extras?.get(extra) ?? []) {
        add(line, markers);
      }
    }
  }
  return lines;
}

function groupLines(text: string, { groups }: Pyproject, chosen: readonly string[]): readonly Line[] {
  const wanted = new Set(chosen);
  const lines: Line[] = [];
  for (const group of wanted) {
    for (const item of groups.get(group) ?? []) {
      const included = textOf(tableOf(item)?.['include-group']);
      if (typeof item === 'string') {
        lines.push({ line: item, written: item });
      } else if (included !== undefined && groups.has(normalizedName(included))) {
        wanted.add(normalizedName(included));
      } else {
        throw unknownItem(text, group, included);
      }
    }
  }
  return lines;
}

function unknownItem(text: string, group: string, included: string | undefined): LockError {
  return new LockError({
    code: 'lock-choice',
    message:
      included === undefined
        ? `the dependency group \`${group}\` has an item that is neither a requirement nor \`{include-group = "…"}\``
        : `the dependency group \`${group}\` includes \`${included}\`, which is not there`,
    hint: 'correct `[dependency-groups]`',
    span: keySpan(text, group),
  });
}
