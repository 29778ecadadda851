import { posix } from 'node:path';
import { lookUp } from '../../../context/context.js';
import { LockError, type LockOrigin } from '../../../lock/lock.js';
import type { Location } from '../../../source/source.js';
import type { KeyInput } from '../../key.js';

/** Warns, at the entry, of a lock that is behind a file that it was made from, where the build has that file. */
export async function warnOfChangedOrigin(
  { path, location }: { readonly path: string; readonly location: Location },
  origins: readonly LockOrigin[],
  { visible, report }: Pick<KeyInput, 'visible' | 'report'>,
): Promise<void> {
  const folder = posix.dirname(path);
  for (const { path: name, command, difference } of origins) {
    const origin = posix.join(folder, name);
    const found = await lookUp(visible, origin);
    const bytes =
      typeof found === 'object' && found.kind === 'file' ? await visible.context.read(origin) : undefined;
    const differs = bytes && (await orNothing(() => difference(new TextDecoder().decode(bytes))));
    if (differs !== undefined) {
      report({
        code: 'lock-outdated',
        severity: 'warning',
        message: `\`${path}\` is behind \`${origin}\`: ${differs}`,
        hint: `make it anew: \`${command}\`${folder === '.' ? '' : ` in \`${folder}\``}`,
        at: location.span,
      });
      return;
    }
  }
}

/** A damaged file is no reason for a warning here: the reader that needs the file reports it. */
async function orNothing(compare: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await compare();
  } catch (error) {
    if (error instanceof LockError) {
      return undefined;
    }
    throw error;
  }
}
