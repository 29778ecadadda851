import { posix } from 'node:path';
import { joinedPath } from '../../basics/joined-path.js';
import { type LocalPath, readLocalPath } from '../../requirement/local-path.js';
import type { RequirementsEntry } from '../../requirement/requirements-file.js';
import { type ContextPath, lookUp, type VisibleContext } from '../context.js';
import { checkLocalRequirement, unreadableRequirement } from './local-requirement.js';
import type { LineProblem } from './requirements-source.js';

/** The outcome of following one line of a requirements file: nothing, a path, or a problem with it. */
export interface FollowedEntry {
  readonly found?: ContextPath | undefined;
  readonly problem?: LineProblem | undefined;
}

/**
 * Looks up what a line names.
 *
 * @param chain files of which each includes the next; the line stands in the last
 */
export async function followEntry(
  visible: VisibleContext,
  chain: readonly string[],
  entry: RequirementsEntry,
): Promise<FollowedEntry> {
  if (entry.kind === 'requirement') {
    const { requirement } = entry;
    return requirement.kind === 'local' ? lookUpPath(visible, 'local', requirement.path) : {};
  }
  const file = chain.at(-1) ?? '';
  const besideFile = entry.path.startsWith('/') ? entry.path : joinedPath(posix.dirname(file), entry.path);
  const { path, problems } = judgedPath(besideFile);
  if (entry.kind === 'find-links') {
    return followFindLinks(visible, path, entry.path);
  }
  return path === undefined
    ? { problem: problems[0] }
    : withoutCycle(await besideOwnFile(visible, path, entry.path, file), chain);
}

/** A file that another includes: pip looks for it beside that one. */
async function besideOwnFile(
  visible: VisibleContext,
  path: string,
  written: string,
  file: string,
): Promise<FollowedEntry> {
  const followed = await lookUpPath(visible, 'requirements-file', path);
  const { problem } = followed;
  if (problem?.code !== 'pip-path-missing' || posix.dirname(file) === '.') {
    return followed;
  }
  const fromContext = judgedPath(written).path;
  const other =
    fromContext === undefined ? undefined : await lookUpPath(visible, 'requirements-file', fromContext);
  const rule = `paths count from the folder of \`${file}\``;
  const hint =
    other?.found === undefined
      ? rule
      : `${rule}: write \`${posix.relative(posix.dirname(file), other.found.path)}\``;
  return { problem: { ...problem, hint } };
}

function judgedPath(path: string): LocalPath {
  return readLocalPath(path, { start: 0, end: path.length });
}

async function lookUpPath(
  visible: VisibleContext,
  kind: 'local' | 'requirements-file',
  path: string,
): Promise<FollowedEntry> {
  const { entry, problem } = await checkLocalRequirement(visible, kind, path);
  return { found: entry, problem };
}

/** pip follows a file that includes itself until Python's stack is full. */
function withoutCycle(followed: FollowedEntry, chain: readonly string[]): FollowedEntry {
  const { found } = followed;
  const start = found === undefined ? -1 : chain.indexOf(found.path);
  if (found === undefined || start < 0) {
    return followed;
  }
  const between = chain.slice(start + 1).map((path) => `\`${path}\``);
  const detour = between.length === 0 ? '' : ` by way of ${between.join(', ')}`;
  return {
    problem: {
      code: 'requirements-cycle',
      message: `\`${found.path}\` includes itself${detour}`,
      hint: 'remove this line: pip would read the files without end',
    },
  };
}

/** A folder or page of archives: pip looks beside the file first, then in its working directory, and can do without. */
async function followFindLinks(
  visible: VisibleContext,
  besideFile: string | undefined,
  written: string,
): Promise<FollowedEntry> {
  const fromContext = judgedPath(written);
  const candidates = [besideFile, fromContext.path].filter((path) => path !== undefined);
  if (candidates.length === 0) {
    return { problem: fromContext.problems?.[0] };
  }
  for (const path of candidates) {
    try {
      const entry = await lookUp(visible, path);
      if (typeof entry === 'object') {
        return { found: { path, kind: entry.kind } };
      }
    } catch (error) {
      return { problem: unreadableRequirement(path, error) };
    }
  }
  const { problem } = await checkLocalRequirement(visible, 'requirements-file', candidates[0] ?? '.');
  return { problem: problem && { ...problem, code: 'pip-find-links-missing', severity: 'warning' } };
}
