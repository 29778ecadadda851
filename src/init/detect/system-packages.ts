import type { Finding } from '../finding.js';
import { NEEDS, type Need } from '../tables/needs.js';

/** Debian packages, each once. */
export interface SystemPackages {
  readonly buildDeps: readonly Finding<string>[];
  readonly runtimeDeps: readonly Finding<string>[];
}

/** Debian packages that distributions need to be compiled, and when they run. */
export function detectSystemPackages(installed: ReadonlySet<string>): SystemPackages {
  const needs = [...installed].flatMap((name) => {
    const need = NEEDS.get(name);
    return need === undefined || need.unless?.some((other) => installed.has(other)) ? [] : [need];
  });
  return {
    buildDeps: packagesOf(needs, ({ buildDeps }) => buildDeps),
    runtimeDeps: packagesOf(needs, ({ runtimeDeps }) => runtimeDeps),
  };
}

function packagesOf(
  needs: readonly Need[],
  packages: (need: Need) => readonly string[] | undefined,
): readonly Finding<string>[] {
  const found = new Map<string, string>();
  for (const need of needs) {
    for (const name of packages(need) ?? []) {
      found.set(name, found.get(name) ?? need.reason);
    }
  }
  return [...found].map(([value, reason]) => ({ value, reason }));
}
