import { normalizedName } from '../../basics/normalized-name.js';
import { type RequirementParts, requirementParts } from '../../requirement/requirement-parts.js';
import type { LockOrigin } from '../lock.js';
import type { LockFile } from '../lock-file.js';
import { ALWAYS, type Condition, EntangledConditions, NEVER } from '../markers/conditions.js';
import { MarkerError, markerCondition } from '../markers/marker-condition.js';
import { readPyproject } from '../pyproject.js';
import { type Table, tableOf, tablesOf, textOf, textsOf } from '../values.js';

/** A requirement of a project, as its `pyproject.toml` or its lock has it. */
interface Wanted extends Pick<RequirementParts, 'name' | 'extras' | 'versions' | 'marker'> {
  /** From an address, a folder or a repository, for which locks have no versions. */
  readonly isDirect: boolean;
}

/** Own dependencies by their extras, and development groups. */
interface Requirements {
  /** Of the project, with markers for its extras. */
  readonly own: readonly Wanted[];
  readonly extras: ReadonlyMap<string, readonly Wanted[]>;
  readonly groups: ReadonlyMap<string, readonly Wanted[]>;
}

/**
 * The origin of a package of a `uv.lock` that was made from a project, by the requirements that uv has noted. What is for
 * other systems and versions of Python does not count, nor does where a package comes from.
 *
 * @param table the `[[package]]`
 * @param folder of the project, from the lock
 */
export function requirementsOrigin(file: LockFile, table: Table, folder: string): readonly LockOrigin[] {
  const metadata = tableOf(table['metadata']);
  if (metadata === undefined) {
    return [];
  }
  return [
    {
      path: `${folder}/pyproject.toml`,
      command: 'uv lock',
      difference: async (text) => {
        const written = ofProject(text);
        try {
          return written && firstDifference(file, written, ofLock(metadata));
        } catch (error) {
          if (error instanceof MarkerError || error instanceof EntangledConditions) {
            return undefined;
          }
          throw error;
        }
      },
    },
  ];
}

function ofLock(metadata: Table): Requirements {
  const read = (list: unknown): readonly Wanted[] =>
    tablesOf(list).map((one) => ({
      name: textOf(one['name']) ?? '',
      extras: textsOf(one['extras']),
      versions: (textOf(one['specifier']) ?? '').split(','),
      marker: textOf(one['marker']) ?? '',
      isDirect: ['git', 'url', 'path', 'directory', 'editable', 'virtual'].some((key) => key in one),
    }));
  const groups = Object.entries(tableOf(metadata['requires-dev']) ?? {});
  return {
    own: read(metadata['requires-dist']),
    extras: new Map(textsOf(metadata['provides-extras']).map((extra) => [extra, []])),
    groups: new Map(groups.map(([group, list]) => [normalizedName(group), read(list)])),
  };
}

/** Undefined for a project whose build back end alone knows its dependencies. */
function ofProject(text: string): Requirements | undefined {
  const { dependencies, extras, groups, developmentOfUv } = readPyproject(text);
  if (dependencies === undefined || extras === undefined) {
    return undefined;
  }
  const read = (lines: readonly string[]): readonly Wanted[] => lines.flatMap((line) => parsed(line) ?? []);
  const development = new Map([...groups.keys()].map((group) => [group, read(groupLines(groups, group))]));
  if (developmentOfUv.length > 0) {
    development.set('dev', [...(development.get('dev') ?? []), ...read(developmentOfUv)]);
  }
  return {
    own: read(dependencies),
    extras: new Map([...extras].map(([extra, list]) => [extra, read(list)])),
    groups: development,
  };
}

/** The lines of a group and of those that it includes, each group once. */
function groupLines(groups: ReadonlyMap<string, readonly unknown[]>, group: string): readonly string[] {
  const lines: string[] = [];
  // A set that grows while it is gone through is gone through to its new end.
  const included = new Set([group]);
  for (const name of included) {
    for (const item of groups.get(name) ?? []) {
      if (typeof item === 'string') {
        lines.push(item);
      } else {
        included.add(normalizedName(textOf(tableOf(item)?.['include-group']) ?? ''));
      }
    }
  }
  return lines;
}

function parsed(line: string): Wanted | undefined {
  const parts = requirementParts(line);
  return parts && { ...parts, isDirect: parts.url !== undefined };
}

/** Says of the first requirement that only one of both has, where it is missing. */
function firstDifference(file: LockFile, written: Requirements, locked: Requirements): string | undefined {
  const direct = new Set(
    [written, locked].flatMap(({ own, extras, groups }) =>
      [...own, ...[...extras.values(), ...groups.values()].flat()].flatMap(({ name, isDirect }) =>
        isDirect ? [normalizedName(name)] : [],
      ),
    ),
  );
  const keys = (all: readonly Wanted[], extra: readonly string[]): ReadonlySet<string> =>
    new Set(all.flatMap((one) => keyOf(file, one, { direct, extra: new Set(extra) }) ?? []));
  const compare = (a: readonly Wanted[], b: readonly Wanted[], extra: readonly string[] = []) =>
    difference(keys(a, extra), keys(b, extra));
  const extras = new Set([...written.extras.keys(), ...locked.extras.keys()]);
  const groups = new Set([...written.groups.keys(), ...locked.groups.keys()]);
  const scopes = [
    compare(written.own, locked.own),
    ...[...extras].map((extra) =>
      compare(
        [...written.own, ...(written.extras.get(extra) ?? [])],
        [...locked.own, ...(locked.extras.get(extra) ?? [])],
        [extra],
      ),
    ),
    ...[...groups].map((group) => compare(written.groups.get(group) ?? [], locked.groups.get(group) ?? [])),
  ];
  return scopes.find((found) => found !== undefined);
}

function difference(written: ReadonlySet<string>, locked: ReadonlySet<string>): string | undefined {
  const added = [...written].find((key) => !locked.has(key));
  const removed = [...locked].find((key) => !written.has(key));
  if (added !== undefined) {
    return `it does not have \`${added}\``;
  }
  return removed === undefined ? undefined : `it still has \`${removed}\``;
}

interface Scope {
  /** Names of which the version does not count. */
  readonly direct: ReadonlySet<string>;
  readonly extra: ReadonlySet<string>;
}

/** A requirement in one spelling; undefined for one that no image of this Python has. */
function keyOf(file: LockFile, one: Wanted, { direct, extra }: Scope): string | undefined {
  const condition = conditionOf(file, one.marker, extra);
  if (condition === NEVER) {
    return undefined;
  }
  const name = normalizedName(one.name);
  const extras = one.extras.map((text) => normalizedName(text)).toSorted();
  const versions = one.versions
    .map((part) =>
      part
        .toLowerCase()
        .replaceAll(/\s/g, '')
        .replace(/^([<>=!~]+)v/, '$1'),
    )
    .toSorted();
  const marker = condition === ALWAYS ? '' : ` ; ${file.conditions.spell(condition)}`;
  return `${name}${extras.length === 0 ? '' : `[${extras.join(',')}]`}${direct.has(name) ? '' : spelled(versions)}${marker}`;
}

/** Versions as uv writes them: `1.0.rc1` is `1.0rc1`. */
function spelled(versions: readonly string[]): string {
  return versions.join(',').replaceAll(/[-_.]?(a|b|rc)[-_.]?(\d)/g, '$1$2');
}

function conditionOf(
  { conditions, selection }: LockFile,
  marker: string,
  extras: ReadonlySet<string>,
): Condition {
  return marker.trim() === ''
    ? ALWAYS
    : markerCondition(marker, conditions, { python: selection.python, extras, groups: new Set() });
}
