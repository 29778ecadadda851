import { unique } from '../../basics/unique.js';
import { folderOf } from '../sources.js';
import type { Survey } from '../survey.js';
import { tolerantTable, tolerantToml } from '../tolerant-toml.js';

/** Files that make a folder a project. */
const MARKERS =
  /(^|\/)(requirements[^/]*\.txt|pyproject\.toml|setup\.(py|cfg)|Pipfile|manage\.py|uv\.lock|poetry\.lock|Procfile)$/;

const PROGRAM_AT_TOP = /^[^/]+\.py$/;

/**
 * The folders that hold projects, each with a slash at its end: the folder itself, as nothing, where it looks like one,
 * else those below it that do.
 */
export async function findProjects(survey: Survey): Promise<readonly string[]> {
  if ([...survey.files].some((path) => PROGRAM_AT_TOP.test(path) && path !== 'conftest.py')) {
    return [''];
  }
  const folders = [...survey.files].filter((path) => MARKERS.test(path)).map(projectFolder);
  if (folders.includes('') && (await isProject(survey))) {
    return [''];
  }
  const below = unique(folders)
    .filter((folder) => folder !== '')
    .sort();
  const outermost = below.filter(
    (folder) => !below.some((other) => other !== folder && folder.startsWith(other)),
  );
  const sources = [...survey.files].filter((path) => path.endsWith('.py'));
  return outermost.length === 0 || (outermost.length > 1 && sources.length === 0) ? [''] : outermost;
}

/** `requirements/base.txt` belongs to the folder above. */
function projectFolder(path: string): string {
  return folderOf(path).replace(/(^|\/)requirements\/$/, '$1');
}

/** A pyproject.toml for tools alone, or for a workspace, says nothing about a project of its folder. */
async function isProject(survey: Survey): Promise<boolean> {
  const others = [...survey.files].some(
    (path) => MARKERS.test(path) && projectFolder(path) === '' && !/^(pyproject\.toml|uv\.lock)$/.test(path),
  );
  const pyproject = tolerantToml(await survey.text('pyproject.toml'));
  const tool = tolerantTable(pyproject['tool']);
  const isWorkspace =
    tolerantTable(tool['uv'])['workspace'] !== undefined && pyproject['build-system'] === undefined;
  const isDeclared = pyproject['project'] !== undefined || tool['poetry'] !== undefined;
  return others || (isDeclared && !isWorkspace);
}
