import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { LockedPackage, LockReading, LockSelection } from '../../src/lock/lock.js';
import { isLockFile, projectOfLock, readLock } from '../../src/lock/read-lock.js';

/** A lock with what an exporter says of a selection of its extras and groups: see `test/lock/make-samples.py`. */
export interface LockSample {
  readonly title: string;
  readonly folder: string;
  readonly lock: string;
  readonly name: string;
  readonly extras: readonly string[];
  readonly groups: readonly string[];
  /** For each Python and machine, such as `3.13.1 aarch64`, what is installed. */
  readonly expected: Readonly<Record<string, readonly string[]>>;
}

/** The samples of a folder that has one for each format. */
export function lockSamples(root: string): readonly LockSample[] {
  const formats = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return formats.flatMap(({ name: format }) =>
    readdirSync(join(root, format)).flatMap((sample) =>
      selectionsOf(join(root, format, sample), format, sample),
    ),
  );
}

function selectionsOf(folder: string, format: string, sample: string): readonly LockSample[] {
  const own = readdirSync(folder).filter(isLockFile);
  const lock = own.find((name) => name.startsWith(format)) ?? own[0] ?? 'none';
  const selections: Record<string, Partial<LockSample>> = JSON.parse(
    readFileSync(join(folder, 'selections.json'), 'utf8'),
  );
  return Object.entries(selections).map(([name, { extras = [], groups = [] }]) => ({
    title: `${format}/${sample}`,
    ...{ folder, lock, name, extras, groups },
    expected: JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')),
  }));
}

/** Reads a lock of a folder, with the project's file beside it where the format needs that. */
export function readLockIn(folder: string, lock: string, selection: LockSelection): LockReading {
  const project = join(folder, projectOfLock(lock) ?? 'none');
  const text = existsSync(project) ? readFileSync(project, 'utf8') : undefined;
  return readLock(lock, readFileSync(join(folder, lock), 'utf8'), selection, text);
}

/** Compares packages and hashes for one of the environments of the sample. */
export function expectAgreement(sample: LockSample, environment: string): void {
  const { folder, lock, name, extras, groups, expected } = sample;
  const hashes = exportedHashes(readFileSync(join(folder, `${name}.txt`), 'utf8'));
  const hasHashes = [...hashes.values()].some((found) => found.length > 0);
  const [version = '', machine = ''] = environment.split(' ');
  for (const python of [version, version.split('.').slice(0, 2).join('.')]) {
    const reading = readLockIn(folder, lock, { extras, groups, python });
    expect(reading).toMatchObject({ unknown: [], problems: [] });
    const packages = reading.packages.filter((one) => isInstalled(one, machine, version));
    expect(packages.map(spelled).sort()).toEqual(expected[environment]);
    for (const one of packages) {
      if (one.source.kind === 'path') {
        // Folders and archives of the context are what they are.
        continue;
      }
      // Some exporters give addresses without their hashes, and pdm none where there is a folder.
      const exported = hashes.get(spelled(one)) ?? [];
      const isSilent = exported.length === 0 && (one.source.kind === 'url' || !hasHashes);
      expect([...one.hashes].sort(), spelled(one)).toEqual([...(isSilent ? one.hashes : exported)].sort());
    }
  }
}

/** Compares the files that a lock was made from with what it says of them. */
export async function expectUpToDate({ folder, lock, expected }: LockSample): Promise<void> {
  const python = Object.keys(expected)[0]?.split(' ')[0] ?? '3';
  for (const { path, difference } of readLockIn(folder, lock, { extras: [], groups: [], python }).origins) {
    expect(await difference(readFileSync(join(folder, path), 'utf8'))).toBeUndefined();
  }
}

/** A marker leaves the machine open when it has been read, and the patch version, in a form that is one of JavaScript too, but for words. */
function isInstalled({ marker }: LockedPackage, machine: string, python: string): boolean {
  if (marker === undefined) {
    return true;
  }
  const onPython = marker.replaceAll(
    /python_full_version (\S+) "([^"]*)"/g,
    (_, sign: string, version: string) => String(isOrdered(comparePatch(python, version), sign)),
  );
  const tokens = onPython.replaceAll(/\b(?:not )?in "[^"]*"|"[^"]*"|\b(?:and|or)\b/g, (word) => {
    if (word.includes('in ')) {
      const within = word.includes(machine);
      return `== ${JSON.stringify(within === !word.startsWith('not') ? machine : '')}`;
    }
    return word === 'and' ? '&&' : word === 'or' ? '||' : word;
  });
  return new Function('platform_machine', `return ${tokens};`)(machine);
}

/** Of versions that differ in the patch alone. */
function comparePatch(a: string, b: string): number {
  return Number(a.split('.')[2]) - Number(b.split('.')[2] ?? 0);
}

function isOrdered(order: number, sign: string): boolean {
  return (
    { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0, '==': order === 0 }[sign] ??
    order !== 0
  );
}

function spelled({ name, version, source }: LockedPackage): string {
  switch (source.kind) {
    case 'index':
      return version === undefined ? name : `${name}==${version}`;
    case 'url':
    case 'git':
      return `${name} @ ${source.url}`;
    case 'path':
      return `./${source.path.replace(/^\.\//, '')}`;
    case 'requirement':
      return source.line;
  }
}

/** The hashes of an exporter's output by what they belong to. */
function exportedHashes(text: string): ReadonlyMap<string, readonly string[]> {
  const lines = text.replaceAll(/\\\n\s*|^-e /gm, '').split('\n');
  return new Map(
    lines.map((line) => [
      (/^(\S+ @ \S+|\S+)/.exec(line)?.[0] ?? '').replace(/;$/, '').replace(/\[[^\]]*\](?===)/, ''),
      [...line.matchAll(/--hash=(\S+)/g)].map(([, hash = '']) => hash).sort(),
    ]),
  );
}
