import { plainStyler, type Style, type Styler } from '../../source/code-frame.js';

/**
 * Styles for standard error, as chalk finds that it can show them: on a terminal, or as FORCE_COLOR says. NO_COLOR
 * is looked up here, since chalk does not know it; FORCE_COLOR is the stronger of the two.
 *
 * @param mayBeTerminal whether standard error may be a terminal
 */
export async function standardErrorStyler(
  environment: Readonly<Record<string, string | undefined>>,
  mayBeTerminal: boolean,
): Promise<Styler> {
  if (
    (environment['NO_COLOR'] && !environment['FORCE_COLOR']) ||
    !mayShowColours(environment, mayBeTerminal)
  ) {
    return plainStyler;
  }
  const { chalkStderr: chalk } = await import('chalk');
  const styles: Readonly<Record<Style, (text: string) => string>> = {
    error: chalk.red.bold,
    warning: chalk.yellow.bold,
    location: chalk.bold,
    gutter: chalk.dim,
    hint: chalk.cyan,
  };
  return (style, text) => styles[style](text);
}

/** False where chalk would find no colours: it is a tenth of a start, and most starts are in a script. */
function mayShowColours(
  environment: Readonly<Record<string, string | undefined>>,
  mayBeTerminal: boolean,
): boolean {
  // Azure Pipelines shows colours without a terminal, and chalk knows.
  return mayBeTerminal || 'FORCE_COLOR' in environment || 'TF_BUILD' in environment;
}
