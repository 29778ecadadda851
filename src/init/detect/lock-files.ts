import type { LockReading } from '../../lock/lock.js';
import { projectOfLock, readLock } from '../../lock/read-lock.js';
import type { Survey } from '../survey.js';

/**
 * The packages that a lock file of a folder installs for a version of Python, without extras and groups; undefined where there is no such
 * file.
 *
 * @param base the folder, with a slash at its end, or nothing
 */
export async function readLockOf(
  survey: Survey,
  base: string,
  name: string,
  python: string,
): Promise<LockReading | undefined> {
  const text = await survey.text(base + name);
  const project = projectOfLock(name);
  return text === undefined
    ? undefined
    : readLock(
        name,
        text,
        { python, extras: [], groups: [] },
        project && (await survey.text(base + project)),
      );
}
