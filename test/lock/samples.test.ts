import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { LockedPackage } from '../../src/lock/lock.js';
import { isLockFile, readLock } from '../../src/lock/read-lock.js';

/** Made by `make-samples.py` with the tools themselves, which are the judges of what a lock says. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

interface Sample {
  readonly title: string;
  readonly folder: string;
  readonly lock: string;
  readonly name: string;
  readonly extras: readonly string[];
  readonly groups: readonly string[];
}

function samples(): readonly Sample[] {
  const formats = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return formats.flatMap(({ name: format }) =>
    readdirSync(join(FOLDER, format)).flatMap((sample) => {
      const folder = join(FOLDER, format, sample);
      const own = readdirSync(folder).filter(isLockFile);
      const lock = own.find((name) => name.startsWith(format)) ?? own[0] ?? 'none';
      const selections: Record<string, Partial<Sample>> = JSON.parse(
        readFileSync(join(folder, 'selections.json'), 'utf8'),
      );
      return Object.entries(selections).map(([name, { extras = [], groups = [] }]) => ({
        title: `${format}/${sample}`,
        folder,
        lock,
        name,
        extras,
        groups,
      }));
    }),
  );
}

/** A marker leaves the machine open when it has been read, in a form that is one of JavaScript too, but for words. */
function isInstalled({ marker }: LockedPackage, machine: string): boolean {
  if (marker === undefined) {
    return true;
  }
  const tokens = marker.replaceAll(/\b(?:not )?in "[^"]*"|"[^"]*"|\b(?:and|or)\b/g, (word) => {
    if (word.includes('in ')) {
      const within = word.includes(machine);
      return `== ${JSON.stringify(within === !word.startsWith('not') ? machine : '')}`;
    }
    return word === 'and' ? '&&' : word === 'or' ? '||' : word;
  });
  return new Function('platform_machine', `return ${tokens};`)(machine);
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

describe.each(samples())('$title, $name', ({ folder, lock, name, extras, groups }) => {
  const text = readFileSync(join(folder, lock), 'utf8');
  const expected: Record<string, readonly string[]> = JSON.parse(
    readFileSync(join(folder, `${name}.json`), 'utf8'),
  );
  const hashes = exportedHashes(readFileSync(join(folder, `${name}.txt`), 'utf8'));

  const hasHashes = [...hashes.values()].some((found) => found.length > 0);

  test.each(Object.keys(expected))('says what the exporter says for Python %s', (environment) => {
    const [version = '', machine = ''] = environment.split(' ');
    for (const python of [version, version.split('.').slice(0, 2).join('.')]) {
      const reading = readLock(lock, text, { extras, groups, python });
      expect(reading).toMatchObject({ unknown: [], problems: [] });
      const packages = reading.packages.filter((one) => isInstalled(one, machine));
      expect(packages.map(spelled).sort()).toEqual(expected[environment]);
      for (const one of packages) {
        // Some exporters give addresses without their hashes, and pdm none where there is a folder.
        const exported = hashes.get(spelled(one)) ?? [];
        const isSilent = exported.length === 0 && (one.source.kind === 'url' || !hasHashes);
        const expectedHashes = isSilent ? one.hashes : exported;
        expect([...one.hashes].sort(), spelled(one)).toEqual([...expectedHashes].sort());
      }
    }
  });
});

test('every sample has its lock file', () => {
  for (const { folder, lock } of samples()) {
    expect(existsSync(join(folder, lock))).toBe(true);
  }
});
