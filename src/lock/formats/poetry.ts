import { normalizedName } from '../../basics/normalized-name.js';
import { unique } from '../../basics/unique.js';
import type { LockReading } from '../lock.js';
import {
  type ConditionalPackage,
  checkPython,
  conditionReader,
  filesOf,
  type LockFile,
  type ReadCondition,
  refusedFormat,
  unavailableSource,
  unknownChoices,
  withMarkers,
} from '../lock-file.js';
import { type Condition, NEVER } from '../markers/conditions.js';
import { poetryOrigin } from '../origins/content-hash.js';
import { headerSpans, keySpan, START } from '../places.js';
import { readToml, type Table, tableOf, tablesOf, textOf, textsOf } from '../values.js';
import { readPoetry1Lock } from './poetry-1.js';
import { MAIN } from './poetry-project.js';
import { poetrySource } from './poetry-sources.js';

/**
 * Reads a `poetry.lock` of version 2.1, 2.0 or 1.1.
 *
 * @throws LockError
 */
export function readPoetryLock(file: LockFile): LockReading {
  const root = readToml(file.text);
  const metadata = tableOf(root['metadata']) ?? {};
  switch (metadata['lock-version']) {
    case '2.1':
      return readPoetry2Lock(file, root, metadata);
    case '2.0':
    case '1.1':
      return readPoetry1Lock(file, root, metadata);
    default:
      throw refusedFormat({
        name: 'poetry.lock',
        version: metadata['lock-version'],
        known: 'versions "1.1", "2.0" and "2.1", texts',
        hint: 'lock with poetry 1.8 (`poetry lock --no-update`) or poetry 2 (`poetry lock`)',
        span: keySpan(file.text, 'lock-version'),
      });
  }
}

/** Poetry writes version 2.1 since 2.0: each package says for which groups and under which markers it is installed. */
function readPoetry2Lock(file: LockFile, root: Table, metadata: Table): LockReading {
  const { extras, groups, python } = file.selection;
  const tables = tablesOf(root['package']);
  const knownGroups = unique(tables.flatMap((table) => textsOf(table['groups'])));
  const unknown = [
    ...unknownChoices('extra', extras, Object.keys(tableOf(root['extras']) ?? {})),
    ...unknownChoices('group', groups, knownGroups),
  ];
  const problems = [...checkPython(file, metadata['python-versions'], keySpan(file.text, 'python-versions'))];
  const origins = poetryOrigin(metadata, 'poetry lock');
  if (unknown.length > 0 || problems.length > 0) {
    return { packages: [], unknown, problems, origins };
  }
  const condition = conditionReader(file, {
    python,
    extras: new Set(extras.flatMap((name) => [name, normalizedName(name)])),
    groups: new Set(),
  });
  const chosen = [MAIN, ...groups.map(normalizedName)];
  const spans = headerSpans(file.text, 'package');
  const packages: ConditionalPackage[] = [];
  for (const [index, table] of tables.entries()) {
    const span = spans[index] ?? START;
    const name = textOf(table['name']) ?? '';
    const version = textOf(table['version']);
    const source = poetrySource(tableOf(table['source']));
    const installed = conditionOf(file, table, chosen, (marker) => condition(marker, span));
    if (source === undefined && installed !== NEVER) {
      problems.push(unavailableSource(name, span));
    } else if (source !== undefined) {
      const isHashed = source.kind === 'index' || source.kind === 'url';
      packages.push({
        name,
        ...(version !== undefined && { version }),
        ...(isHashed ? filesOf(table) : { hashes: [] }),
        source,
        span,
        condition: installed,
      });
    }
  }
  return { packages: withMarkers(file, packages), unknown, problems, origins };
}

/** The marker is a text, or one for each group. */
function conditionOf(
  { conditions }: LockFile,
  table: Table,
  chosen: readonly string[],
  read: (marker: unknown) => ReturnType<ReadCondition>,
): Condition {
  const { markers } = table;
  const groups = textsOf(table['groups']).filter((group) => chosen.includes(normalizedName(group)));
  return groups.reduce(
    (all, group) =>
      conditions.or(all, read(tableOf(markers)?.[group] ?? (tableOf(markers) ? undefined : markers))),
    NEVER,
  );
}
