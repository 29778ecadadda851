import { normalizedName } from '../../basics/normalized-name.js';
import { requirementParts } from '../../requirement/requirement-parts.js';
import type { Span } from '../../source/source.js';
import { LockError, type LockedPackage, type LockReading } from '../lock.js';
import { type LockFile, unknownChoices } from '../lock-file.js';
import { type Pyproject, readPyproject } from '../pyproject.js';
import { keySpan, tableOf, textOf } from '../values.js';

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
    ...ownLines(text, pyproject, extras.map(normalizedName)),
    ...groupLines(text, pyproject, groups.map(normalizedName)),
  ];
  return { packages: lines.map((line) => asPackage(text, line)), unknown, problems: [], origins: [] };
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

/** Extras may name other extras of the project, by the project's own name. */
function ownLines(
  text: string,
  { name, dependencies = [], extras }: Pyproject,
  chosen: readonly string[],
): readonly string[] {
  const wanted = new Set(chosen);
  const lines: string[] = [];
  const add = (line: string): void => {
    const others = name === undefined ? undefined : ownExtras(text, name, line);
    if (others === undefined) {
      lines.push(line);
    }
    for (const other of others ?? []) {
      wanted.add(normalizedName(other.trim()));
    }
  };
  dependencies.forEach(add);
  // A set that grows while it is gone through is gone through to its new end.
  for (const extra of wanted) {
    extras?.get(extra)?.forEach(add);
  }
  return lines;
}

/**
 * The extras of a requirement of the project itself; undefined for one of another project.
 *
 * @throws LockError for one that not every image has
 */
function ownExtras(text: string, project: string, line: string): readonly string[] | undefined {
  const parts = requirementParts(line);
  if (parts === undefined || normalizedName(parts.name) !== normalizedName(project)) {
    return undefined;
  }
  if (parts.marker === '') {
    return parts.extras;
  }
  throw new LockError({
    code: 'lock-dependencies',
    message: `\`${line}\` names extras of the project itself, with a marker`,
    hint: 'write the requirements of that extra in its place, each with the marker, or name a lock file',
    span: spanOfLine(text, line),
  });
}

function groupLines(text: string, { groups }: Pyproject, chosen: readonly string[]): readonly string[] {
  const wanted = new Set(chosen);
  const lines: string[] = [];
  for (const group of wanted) {
    for (const item of groups.get(group) ?? []) {
      const included = textOf(tableOf(item)?.['include-group']);
      if (typeof item === 'string') {
        lines.push(item);
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

function asPackage(text: string, line: string): LockedPackage {
  return { name: line, hashes: [], source: { kind: 'requirement', line }, span: spanOfLine(text, line) };
}

function spanOfLine(text: string, line: string): Span {
  const start = text.indexOf(line);
  return start < 0 ? { start: 0, end: 0 } : { start, end: start + line.length };
}
