/** The command line asks for something that cannot be: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  /** @param hint what to type instead */
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
