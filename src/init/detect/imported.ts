import type { Finding } from '../finding.js';
import { isModule, type SourceFile } from '../sources.js';
import type { Survey } from '../survey.js';
import { distributionOf } from '../tables/import-names.js';
import { isStandardLibrary } from '../tables/standard-library.js';

/** Distributions that the sources import, for a project that has no file with its dependencies. */
export function importedDistributions(
  survey: Survey,
  roots: readonly string[],
  sources: readonly SourceFile[],
): readonly Finding<string>[] {
  const found = new Map<string, string>();
  for (const { path, module } of sources) {
    for (const one of module.imports) {
      const [first = ''] = one.module.split('.');
      const isForeign =
        first !== '' && !isStandardLibrary(first) && !roots.some((root) => isModule(survey, root + first));
      const distribution = distributionOf(first);
      if (one.unconditional && isForeign && !found.has(distribution)) {
        found.set(distribution, path);
      }
    }
  }
  return [...found]
    .sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    .map(([value, path]) => ({ value, reason: `imported by ${path}; no file says which version` }));
}
