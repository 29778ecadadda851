import { normalizedName } from '../../basics/normalized-name.js';
import { unique } from '../../basics/unique.js';
import type { Span } from '../../source/source.js';
import { LockError, type LockedSource, type LockProblem, type LockReading } from '../lock.js';
import {
  type ConditionalPackage,
  checkPython,
  conditionReader,
  filesOf,
  foreignSystem,
  type LockFile,
  refusedFormat,
  sourceProblem,
  unknownChoices,
  unknownVersion,
  withMarkers,
} from '../lock-file.js';
import { NEVER } from '../markers/conditions.js';
import { pdmOrigin } from '../origins/content-hash.js';
import { headerSpans, keySpan, START } from '../places.js';
import { readToml, type Table, tableOf, tablesOf, textOf, textsOf } from '../values.js';
import { gitUrl, withSubdirectory } from './addresses.js';

/** The group of the project's own dependencies. */
const DEFAULT = 'default';

/**
 * Reads a `pdm.lock` of version 4.4 or newer, with the strategy `inherit_metadata`, which is pdm's own choice: each
 * package says for which groups and under which markers it is installed. To pdm an extra is a group.
 *
 * @throws LockError
 */
export function readPdmLock(file: LockFile): LockReading {
  const root = readToml(file.text);
  const metadata = tableOf(root['metadata']) ?? {};
  checkVersion(file, metadata);
  const { extras, groups, python } = file.selection;
  const known = textsOf(metadata['groups']).filter((group) => group !== DEFAULT);
  const unknown = [...unknownChoices('extra', extras, known), ...unknownChoices('group', groups, known)];
  const problems = targetProblems(file, tablesOf(metadata['targets']));
  const origins = pdmOrigin(metadata);
  if (unknown.length > 0 || problems.length > 0) {
    return { packages: [], unknown, problems, origins };
  }
  const condition = conditionReader(file, { python, extras: new Set(), groups: new Set() });
  const chosen = [DEFAULT, ...extras, ...groups].map(normalizedName);
  const spans = headerSpans(file.text, 'package');
  const packages = tablesOf(root['package']).map((table, index): ConditionalPackage => {
    const span = spans[index] ?? START;
    const version = textOf(table['version']);
    const source = sourceOf(table, span);
    const isChosen = textsOf(table['groups']).some((group) => chosen.includes(normalizedName(group)));
    const isHashed = source.kind === 'index' || source.kind === 'url';
    return {
      name: textOf(table['name']) ?? '',
      ...(version !== undefined && { version }),
      ...(isHashed ? filesOf(table) : { hashes: [] }),
      source,
      span,
      condition: isChosen ? condition(table['marker'], span) : NEVER,
    };
  });
  return { packages: withMarkers(file, packages), unknown, problems, origins };
}

/** A lock is made for one target or more, each a range of Pythons that may be limited to a platform: one has to be the image's. */
function targetProblems(file: LockFile, targets: readonly Table[]): readonly LockProblem[] {
  const isForLinux = ({ platform }: Table): boolean =>
    typeof platform !== 'string' || /^(?:linux|manylinux)/.test(platform);
  const forLinux = targets.filter(isForLinux);
  if (forLinux.length === 0 && targets.length > 0) {
    const names = unique(targets.map(({ platform }) => `\`${String(platform)}\``)).join(', ');
    return [foreignSystem(names, file, keySpan(file.text, 'platform'))];
  }
  const span = keySpan(file.text, 'requires_python');
  const found = forLinux.map((target) => checkPython(file, target['requires_python'], span));
  return found.every((problems) => problems.length > 0) ? (found[0] ?? []) : [];
}

function checkVersion(file: LockFile, metadata: Table): void {
  const { lock_version: version } = metadata;
  if (!/^4\.(?:[4-9]|[1-9]\d+)(?:\.\d+)?$/.test(textOf(version) ?? '')) {
    const isOlder =
      typeof version === 'number' ? version <= 4 : Number.parseInt(textOf(version) ?? '', 10) <= 4;
    throw refusedFormat({
      name: 'pdm.lock',
      version,
      known: '"4.4" and newer ones of 4',
      hint: `${isOlder ? 'lock with a newer pdm' : 'lock with pdm 2'}, or name what \`pdm export --prod --without-hashes -o requirements.txt\` writes`,
      span: keySpan(file.text, 'lock_version'),
    });
  }
  if (!textsOf(metadata['strategy']).includes('inherit_metadata')) {
    throw unknownVersion(
      'a `pdm.lock` whose packages do not say when they are installed',
      'those of the strategy `inherit_metadata`',
      'lock with `pdm lock --update-reuse --strategy inherit_metadata`',
      keySpan(file.text, 'strategy'),
    );
  }
}

/** @throws LockError for a repository without a commit */
function sourceOf(table: Table, span: Span): LockedSource {
  const subdirectory = textOf(table['subdirectory']);
  const [git, revision] = [textOf(table['git']), textOf(table['revision'])];
  if (git !== undefined && revision !== undefined) {
    return { kind: 'git', url: gitUrl(git, revision, subdirectory) };
  }
  if (git !== undefined) {
    const hint = 'let the tool of the lock file write it anew';
    throw new LockError(sourceProblem('the git repository of this package has no `revision`', hint, span));
  }
  const url = textOf(table['url']);
  if (url !== undefined) {
    return { kind: 'url', url: withSubdirectory(url, subdirectory) };
  }
  const path = textOf(table['path']);
  return path === undefined ? { kind: 'index' } : { kind: 'path', path };
}
