/**
 * A failure of a run that is no mistake of mopy's: a wrong command line, a file that cannot be read, a build that
 * cannot start or did not end well. The user is told the message and the hint; a stack would tell nothing.
 */
export class OperationalError extends Error {
  override readonly name = 'OperationalError';

  /**
   * @param hint remedy: what to type or to do instead
   * @param exitCode of the process: 2 for a wrong command line, else 1
   */
  constructor(
    message: string,
    readonly hint?: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}

/** Tells one by its name: each bundled file of the package carries a class of its own. */
export function isOperationalError(error: unknown): error is OperationalError {
  return error instanceof Error && error.name === 'OperationalError';
}
