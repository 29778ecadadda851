import { posix } from 'node:path';
import { lookUp, type VisibleContext } from './context.js';

/** What the built-in list leaves out because it is nobody else's business: passwords, and all that a repository ever held. */
const PRIVATE: ReadonlyMap<string, string> = new Map([
  ['.env', '.env'],
  ['.git/HEAD', '.git'],
]);

/** Paths that tell, below a folder; of a folder a file, since it would be sent whole to a frontend that asks for it. */
export const PRIVATE_FILES: readonly string[] = [...PRIVATE.keys()];

/** The private files and folders at the top of a folder that the ignore rules let in. */
export async function privateFiles(visible: VisibleContext, folder: string): Promise<readonly string[]> {
  const names = await Promise.all(
    [...PRIVATE].map(async ([file, name]) => {
      const entry = await lookUp(visible, posix.join(folder, file));
      return typeof entry === 'object' ? [posix.join(folder, name)] : [];
    }),
  );
  return names.flat();
}
