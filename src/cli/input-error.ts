/** What a run needs cannot be read: exit code 1. */
export class InputError extends Error {
  override readonly name = 'InputError';

  /** @param hint what to do about it */
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
