import type { Finding } from '../finding.js';
import type { PythonModule } from '../python/python-module.js';
import { isModule, type SourceFile } from '../sources.js';
import type { Survey } from '../survey.js';
import { distributionOf } from '../tables/import-names.js';
import { isStandardLibrary } from '../tables/standard-library.js';
import { misspeltModule } from './misspelt.js';

/** Distributions that methods of pandas load when they are called, and pandas does not ask for, by the end of their names. */
const ENGINES: Readonly<Record<string, string>> = {
  feather: 'pyarrow',
  parquet: 'pyarrow',
  excel: 'openpyxl',
  html: 'lxml',
};

/** Imports of sources that nothing of the project has. */
export interface Imported {
  /** The distributions that bring them, each with the file that imports it. */
  readonly distributions: readonly Finding<string>[];
  /** Names that look like misspelt ones of common modules: a distribution of that name may be there, and not be what was meant. */
  readonly misspelt: readonly MisspeltImport[];
}

/** An import that looks like a slip. */
export interface MisspeltImport {
  readonly file: string;
  readonly name: string;
  readonly meant: string;
}

/** Distributions that the sources import, for a project that has no file with its dependencies. */
export function importedDistributions(
  survey: Survey,
  roots: readonly string[],
  sources: readonly SourceFile[],
): Imported {
  const found = new Map<string, string>();
  const misspelt = new Map<string, MisspeltImport>();
  for (const { path, module } of sources) {
    for (const one of module.imports) {
      const [first = ''] = one.module.split('.');
      const isForeign =
        first !== '' && !isStandardLibrary(first) && !roots.some((root) => isModule(survey, root + first));
      const distribution = distributionOf(first);
      const meant = isForeign ? misspeltModule(first) : undefined;
      if (meant !== undefined) {
        misspelt.set(first, misspelt.get(first) ?? { file: path, name: first, meant });
      } else if (one.unconditional && isForeign && !found.has(distribution)) {
        found.set(distribution, `imported by ${path}; no file says which version`);
      }
    }
    for (const [distribution, method] of found.has('pandas') ? enginesOf(module) : []) {
      if (!found.has(distribution)) {
        found.set(distribution, `what ${method} of pandas needs, in ${path}`);
      }
    }
  }
  const distributions = [...found]
    .sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    .map(([value, reason]) => ({ value, reason }));
  return { distributions, misspelt: [...misspelt.values()] };
}

/** The distributions that a module's calls of pandas need, with the methods: `read_excel`, `frame.to_parquet`. */
function enginesOf({ calls }: PythonModule): readonly (readonly [string, string])[] {
  return calls.flatMap(({ callee }) => {
    const [, method = '', format = ''] = /\.((?:read|to)_(\w+))$/.exec(callee) ?? [];
    const isWritten = format === 'html' && method.startsWith('to');
    const distribution = isWritten ? undefined : ENGINES[format];
    return distribution === undefined ? [] : [[distribution, method] as const];
  });
}
