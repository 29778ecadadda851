import { posix } from 'node:path';
import { joinedPath } from '../../basics/joined-path.js';
import { readRequirementsFile } from '../../requirement/requirements-file.js';
import type { Survey } from '../survey.js';

/** The lock file to take where there are several, in the order in which tools of today write them. */
export const LOCKS = ['uv.lock', 'pylock.toml', 'poetry.lock', 'pdm.lock', 'Pipfile.lock'];

/** Requirements files, those for production first. */
export const REQUIREMENTS = [
  'requirements/production.txt',
  'requirements/prod.txt',
  'requirements-production.txt',
  'requirements-prod.txt',
  'requirements_prod.txt',
  'requirements.txt',
  'requirements/base.txt',
  'requirements/requirements.txt',
];

/** The distributions that a requirements file and those that it includes ask for, as they write them. */
export async function requirementLines(
  survey: Survey,
  file: string,
  seen: ReadonlySet<string> = new Set(),
): Promise<readonly string[]> {
  const text = seen.has(file) ? undefined : await survey.text(file);
  const lines: string[] = [];
  for (const entry of text === undefined ? [] : readRequirementsFile(text).entries) {
    if (entry.kind === 'requirement' && entry.requirement.kind === 'named') {
      lines.push(entry.requirement.display);
    } else if (entry.kind === 'file') {
      const path = joinedPath(posix.dirname(file), entry.path);
      lines.push(...(await requirementLines(survey, path, new Set([...seen, file]))));
    }
  }
  return lines;
}
