import { textOf } from '../../lock/values.js';
import { takesPython } from '../../lock/versions/python-constraint.js';
import { RECOMMENDED_VERSION } from '../../validate/keys/python/end-of-life.js';
import type { Finding } from '../finding.js';
import type { Manifest, Said } from '../read-manifest.js';
import type { Survey } from '../survey.js';
import { tolerantTable, tolerantToml } from '../tolerant-toml.js';
import { versionLimit } from './version-limits.js';

/** Minor versions that a range of versions is tried with, in the order of preference. */
const CANDIDATES = [RECOMMENDED_VERSION, '3.12', '3.11', '3.14', '3.10', '3.9', '3.8'];

/** Files that name one version, with what stands before it. */
const VERSION_FILES: readonly (readonly [string, RegExp])[] = [
  ['.python-version', /^\s*(?:cpython[@-]?)?(3\.\d+(?:\.\d+)?)(?:t|-[\w.-]+)?\s*$/m],
  ['runtime.txt', /^\s*python-(3\.\d+(?:\.\d+)?)\s*$/m],
  ['.tool-versions', /^\s*python\s+(3\.\d+(?:\.\d+)?)/m],
  ['Pipfile', /^\s*python_(?:full_)?version\s*=\s*["'](3\.\d+(?:\.\d+)?)["']/m],
  // The image that the project is built on so far; its patch level is no wish.
  ['Dockerfile', /^\s*FROM\s+(?:--\S+\s+)*(?:docker\.io\/)?(?:library\/)?python:(3\.\d+)\b/im],
];

/**
 * Decides the version of Python: what a file names, else the best of those that a range allows and that pinned releases of
 * well-known distributions are for, else the recommended one.
 */
export async function detectPython(
  survey: Survey,
  base: string,
  manifest: Manifest,
): Promise<Finding<string>> {
  for (const folder of base === '' ? [''] : [base, '']) {
    for (const [name, pattern] of VERSION_FILES) {
      const version = pattern.exec((await survey.text(`${folder}${name}`)) ?? '')?.[1];
      if (version !== undefined) {
        return { value: version, reason: `from ${folder}${name}` };
      }
    }
  }
  const range = (await lockRange(survey, base)) ?? manifest.requiresPython;
  const limit = await versionLimit(survey, base, manifest);
  // Of one release, or of releases to come, a range itself tells the version.
  const named = range?.value.match(/\b3\.\d+(?:\.\d+)?(?![\d.]*\*)/g) ?? [];
  const allowed = [...CANDIDATES, ...named].filter(
    (version) => range === undefined || takesPython(range.value, version),
  );
  const fitting = allowed.find((version) => limit === undefined || (minorOf(version) ?? 0) <= limit.minor);
  if (limit !== undefined && fitting !== undefined && fitting !== allowed[0]) {
    return { value: fitting, reason: limit.reason };
  }
  const [best] = allowed;
  if (range === undefined) {
    return { value: RECOMMENDED_VERSION, reason: 'no file says which' };
  }
  return best === undefined
    ? { value: RECOMMENDED_VERSION, reason: `${range.file} asks for ${range.value}, which no version fits` }
    : { value: best, reason: `${range.file} asks for ${range.value}` };
}

/** The range that a lock was made for: another version could not use it. */
async function lockRange(survey: Survey, base: string): Promise<Said<string> | undefined> {
  const uv = textOf(tolerantToml(await survey.text(`${base}uv.lock`))['requires-python']);
  if (uv !== undefined) {
    return { value: uv, file: 'uv.lock' };
  }
  const poetry = tolerantTable(tolerantToml(await survey.text(`${base}poetry.lock`))['metadata']);
  const value = textOf(poetry['python-versions']);
  return value === undefined || value === '*' ? undefined : { value, file: 'poetry.lock' };
}

function minorOf(version: string): number | undefined {
  const minor = /^3\.(\d+)/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
