import type { Style, Styler } from '../../source/code-frame.js';
import { plainStyler } from '../../source/code-frame.js';
import type { Io } from '../world/io.js';

/** Colours for what is printed to standard error: on a terminal, or as NO_COLOR and FORCE_COLOR say. */
export async function stylerFor({
  environment,
  stderr,
}: Pick<Io, 'environment' | 'stderr'>): Promise<Styler> {
  if (!wantsColour(environment, () => stderr.isTerminal)) {
    return plainStyler;
  }
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  const styles: Readonly<Record<Style, (text: string) => string>> = {
    error: chalk.red.bold,
    warning: chalk.yellow.bold,
    location: chalk.bold,
    gutter: chalk.dim,
    hint: chalk.cyan,
  };
  return (style, text) => styles[style](text);
}

/** FORCE_COLOR decides where it is set, then NO_COLOR; both count as unset while empty. */
export function wantsColour(
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: () => boolean,
): boolean {
  const { FORCE_COLOR: force, NO_COLOR: refuse, TERM: terminal } = environment;
  if (force !== undefined && force !== '') {
    return force !== '0' && force !== 'false';
  }
  if (refuse !== undefined && refuse !== '') {
    return false;
  }
  return terminal !== 'dumb' && isTerminal();
}
