import { normalizedName } from '../../basics/normalized-name.js';
import type { Span } from '../../source/source.js';
import { LockError, type LockedSource, type LockProblem, type LockReading } from '../lock.js';
import {
  type ConditionalPackage,
  checkPython,
  conditionReader,
  type LockFile,
  refusedFormat,
  sourceProblem,
  unknownChoices,
  withMarkers,
} from '../lock-file.js';
import { pipenvOrigin } from '../origins/content-hash.js';
import { keySpan, START } from '../places.js';
import { readJson, type Table, tableOf, tablesOf, textOf, textsOf } from '../values.js';
import { gitUrl, withBraces, withSubdirectory } from './addresses.js';

/** The category of the project's own dependencies. */
const DEFAULT = 'default';

/**
 * Reads a `Pipfile.lock` of specification 6: a list of packages for each category, which are its groups. It is made
 * for one version of Python.
 *
 * @throws LockError
 */
export function readPipfileLock(file: LockFile): LockReading {
  const root = readJson(file.text);
  const meta = tableOf(root['_meta']) ?? {};
  if (meta['pipfile-spec'] !== 6) {
    throw refusedFormat({
      name: 'Pipfile.lock',
      version: meta['pipfile-spec'],
      known: 'specification 6, a number',
      hint: 'name what `pipenv requirements > requirements.txt` writes',
      span: keySpan(file.text, 'pipfile-spec'),
    });
  }
  const { extras, groups, python } = file.selection;
  const categories = Object.keys(root).filter((name) => name !== '_meta' && name !== DEFAULT);
  const unknown = [...unknownChoices('extra', extras, []), ...unknownChoices('group', groups, categories)];
  const problems = pythonProblems(file, tableOf(meta['requires']) ?? {});
  const origins = pipenvOrigin(meta);
  if (unknown.length > 0 || problems.length > 0) {
    return { packages: [], unknown, problems, origins };
  }
  const condition = conditionReader(file, { python, extras: new Set(), groups: new Set() });
  const sources = tablesOf(meta['sources']);
  const places = entryPlaces(file.text);
  const chosen = new Set([DEFAULT, ...groups].map(normalizedName));
  const packages = Object.entries(root)
    .filter(([category]) => chosen.has(normalizedName(category)))
    .flatMap(([, list]) => Object.entries(tableOf(list) ?? {}))
    .map(([name, value]): ConditionalPackage => {
      const table = tableOf(value) ?? {};
      const span = places.get(name) ?? START;
      const version = /^==([^*]+)$/.exec(textOf(table['version']) ?? '')?.[1];
      const source = sourceOf(table, sources);
      if (source.kind === 'index' && version === undefined && table['version'] !== '*') {
        throw new LockError(
          sourceProblem(
            `\`${name}\` has neither a version nor a source that is known`,
            'name a release, an archive or a git repository in the Pipfile, and lock anew',
            span,
          ),
        );
      }
      const isHashed = source.kind === 'index' || source.kind === 'url';
      return {
        name,
        ...(version !== undefined && { version }),
        ...(source.kind !== 'index' && { extras: textsOf(table['extras']) }),
        hashes: isHashed ? textsOf(table['hashes']) : [],
        source,
        span,
        condition: condition(table['markers'], span),
      };
    });
  return { packages: withMarkers(file, packages), unknown, problems, origins };
}

/** A full version counts before a short one, as pipenv has it; the patch of an image whose Mopyfile names none may be any. */
function pythonProblems(file: LockFile, requires: Table): readonly LockProblem[] {
  const [full, short] = [textOf(requires['python_full_version']), textOf(requires['python_version'])];
  if (full !== undefined) {
    const hasPatch = file.selection.python.split('.').length > 2;
    const known = hasPatch ? full : `${full.split('.').slice(0, 2).join('.')}.*`;
    return checkPython(file, `==${known}`, keySpan(file.text, 'python_full_version'));
  }
  return short === undefined ? [] : checkPython(file, `==${short}.*`, keySpan(file.text, 'python_version'));
}

/** Where objects begin, by their keys: parsers of JSON do not tell. */
function entryPlaces(text: string): ReadonlyMap<string, Span> {
  const matches = [...text.matchAll(/^[ \t]*"([^"\n]+)":[ \t]*\{/gm)];
  return new Map(
    matches.map(({ index, 0: { length }, 1: key = '' }) => [key, { start: index, end: index + length }]),
  );
}

function sourceOf(table: Table, sources: readonly Table[]): LockedSource {
  const subdirectory = textOf(table['subdirectory']);
  const [git, commit] = [addressOf(table['git']), textOf(table['ref'])];
  if (git !== undefined && commit !== undefined) {
    return { kind: 'git', url: gitUrl(git, commit, subdirectory) };
  }
  const path = textOf(table['path']);
  if (path !== undefined) {
    return { kind: 'path', path };
  }
  const url = addressOf(table['file']) ?? addressOf(table['url']);
  if (url !== undefined) {
    return /^https?:/i.test(url)
      ? { kind: 'url', url: withSubdirectory(url, subdirectory) }
      : { kind: 'path', path: url };
  }
  // Without a name it is the first one that pipenv asks.
  const index = sources.find(({ name }) => name === table['index']) ?? sources[0];
  const address = addressOf(index?.['url']);
  return { kind: 'index', ...(address !== undefined && { url: address }) };
}

function addressOf(value: unknown): string | undefined {
  const address = textOf(value);
  return address === undefined ? undefined : withBraces(address);
}
