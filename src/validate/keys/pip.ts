import { posix } from 'node:path';
import type { ContextPath, VisibleContext } from '../../context/context.js';
import { HISTORY_FILES, missingHistory } from '../../context/requirements/history.js';
import { followRequirementsFiles } from '../../context/requirements/included.js';
import { checkLocalRequirement, PROJECT_MARKERS } from '../../context/requirements/local-requirement.js';
import { isLockFile } from '../../lock/read-lock.js';
import { entryValue, type ParsedNode, type ParsedScalar, spanOfText } from '../../parse/parsed-document.js';
import { parseRequirement } from '../../requirement/parse-requirement.js';
import type { ParsedRequirement } from '../../requirement/requirement.js';
import type { Source } from '../../source/source.js';
import { warnOfLosses } from '../folder-losses.js';
import type { Key, KeyInput } from '../key.js';
import type { Mopyfile, Requirement } from '../mopyfile.js';
import type { Report } from '../report.js';
import { scalarOf } from '../scalars.js';
import { REMOVE } from '../shape.js';
import { withHashedFiles } from './pip/hashed-files.js';
import { noLockFile, readLockEntry } from './pip/lock-entry.js';
import { readLockRequirement } from './pip/lock-requirement.js';
import { LOCK_KEYS } from './pip/lock-shape.js';
import { missingExtras } from './pip/missing-extras.js';
import { ownReferences, secretReferences } from './pip/secret-references.js';
import { sensitiveText } from './pip/sensitive-text.js';
import { withStaticDependencies } from './pip/static-projects.js';
import { versionConflicts } from './pip/version-conflicts.js';

/** Packages of Python. */
export const pip: Key<Pick<Mopyfile, 'requirements' | 'included' | 'references'>> = {
  name: 'pip',
  shape: {
    subject: '`pip`',
    expected: 'a list of requirements',
    example: 'pip:\n  - numpy==2.1.0',
    empty: REMOVE,
    synonyms: ['dependencies', 'requirements', 'packages', 'python-packages'],
    sensitivity: 'address',
    accepts: {
      list: {
        subject: 'this entry of `pip`',
        expected: 'a requirement, or a mapping with `lock`',
        example: '`- numpy==2.1.0`',
        accepts: {
          text: true,
          mapping: { kind: 'keys', called: 'a lock file of `pip`', keys: LOCK_KEYS, unknown: 'address' },
        },
      },
    },
  },
  contextPaths,
  read: readRequirements,
};

/** Files that locks are made from, beside them: a warning says so where a lock is behind them. */
const ORIGINS = ['pyproject.toml', 'Pipfile'];

function contextPaths(value: ParsedNode): readonly string[] {
  const items = value.kind === 'sequence' ? value.items : [];
  return items.flatMap((item) => {
    const text = scalarOf(item.kind === 'mapping' ? entryValue(item, 'lock') : item)?.text;
    if (text === undefined) {
      return [];
    }
    const { requirement } = parseRequirement(text);
    switch (requirement?.kind) {
      case 'local':
        return isLockFile(requirement.path)
          ? [requirement.path, ...ORIGINS.map((name) => posix.join(requirement.path, '..', name))]
          : [
              requirement.path,
              ...[...PROJECT_MARKERS, ...HISTORY_FILES].map((marker) => posix.join(requirement.path, marker)),
            ];
      case 'requirements-file':
        return [requirement.path];
      default:
        return [];
    }
  });
}

/** The entries that are in order, and what the requirements files among them bring along. */
async function readRequirements(
  input: KeyInput,
): Promise<Pick<Mopyfile, 'requirements' | 'included' | 'references'>> {
  const { value, visible, reportElsewhere } = input;
  const entries: Requirement[] = [];
  for (const item of value?.kind === 'sequence' ? value.items : []) {
    const scalar = scalarOf(item.kind === 'mapping' ? entryValue(item, 'lock') : item);
    const requirement = scalar && (await readItem(scalar, item, input));
    if (requirement !== undefined) {
      entries.push(requirement);
    }
  }
  const separated = await withHashedFiles(entries, visible);
  const { requirements } = separated;
  const files = requirements.flatMap((entry) =>
    entry.kind === 'requirements-file' ? [entry.path.path] : [],
  );
  const followed = await followRequirementsFiles(visible, files);
  const { included, references, diagnostics } = followed;
  reportElsewhere([...separated.diagnostics, ...diagnostics]);
  const copied = requirements.flatMap((entry) =>
    'path' in entry ? [{ path: entry.path, at: entry.location.span }] : [],
  );
  await warnOfLosses(copied, input, included.paths);
  const complete = await withStaticDependencies(requirements, included, visible);
  const python = input.above.python?.version ?? '3';
  reportElsewhere(versionConflicts(complete, followed.requirements, python));
  (await missingExtras(complete, visible)).forEach(input.report);
  return {
    requirements: complete,
    included,
    references: secretReferences(
      [...separated.references, ...references, ...complete.flatMap(ownReferences)],
      input,
    ),
  };
}

/** A version that `envs` gives needs no history. */
async function warnOfHistory(
  scalar: ParsedScalar,
  requirement: Requirement,
  { above, visible, report }: KeyInput,
): Promise<void> {
  if (requirement.kind !== 'local' || requirement.path.kind !== 'directory') {
    return;
  }
  const variables = (above.environment ?? []).map(({ name }) => name);
  const problem = await missingHistory(visible, requirement.path.path, variables);
  if (problem !== undefined) {
    report({ ...problem, severity: 'warning', at: scalar.span });
  }
}

/** @param item the scalar itself, or the mapping in which it is `lock` */
async function readItem(
  scalar: ParsedScalar,
  item: ParsedNode,
  input: KeyInput,
): Promise<Requirement | undefined> {
  const { document, visible, above, report, reportElsewhere } = input;
  const { source } = document;
  const { requirement, problems } = parseRequirement(scalar.text);
  for (const { span, ...problem } of problems) {
    report({ ...problem, at: scalar.text === '' ? scalar.span : spanOfText(scalar, span.start, span.end) });
  }
  if (requirement === undefined) {
    return undefined;
  }
  if (requirement.kind === 'local' && isLockFile(requirement.path)) {
    const entry = readLockEntry({ source, scalar, item, requirement }, report);
    const { python, indices = [] } = above;
    const surroundings = { visible, python: python?.version ?? '3', indices, report, reportElsewhere };
    return entry && readLockRequirement(entry, surroundings);
  }
  const located = await locate(source, scalar, requirement, visible, report);
  if (located !== undefined && item.kind === 'mapping') {
    report(noLockFile(scalar));
    return undefined;
  }
  if (located !== undefined) {
    await warnOfHistory(scalar, located, input);
  }
  return located;
}

async function locate(
  source: Source,
  scalar: ParsedScalar,
  requirement: ParsedRequirement,
  visible: VisibleContext,
  report: Report,
): Promise<Requirement | undefined> {
  const common = {
    text: sensitiveText(requirement, ({ start, end }) => ({ source, span: spanOfText(scalar, start, end) })),
    display: requirement.display,
    location: { source, span: scalar.span },
  };
  switch (requirement.kind) {
    case 'named':
    case 'file-url':
      return { kind: requirement.kind, ...common };
    case 'git':
      return { kind: 'git', transport: requirement.transport, ...common };
    case 'local':
    case 'requirements-file': {
      const path = await existingPath(scalar, requirement, visible, report);
      return path && { kind: requirement.kind, path, ...common };
    }
  }
}

async function existingPath(
  scalar: ParsedScalar,
  { kind, path, pathSpan }: Extract<ParsedRequirement, { kind: 'local' | 'requirements-file' }>,
  visible: VisibleContext,
  report: Report,
): Promise<ContextPath | undefined> {
  const { entry, problem } = await checkLocalRequirement(visible, kind, path);
  if (problem !== undefined) {
    report({ ...problem, at: spanOfText(scalar, pathSpan.start, pathSpan.end) });
  }
  return entry;
}
