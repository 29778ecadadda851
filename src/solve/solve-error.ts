/** A build that cannot start or did not end well. */
export class SolveError extends Error {
  override readonly name = 'SolveError';

  /** @param hint what to do about it */
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** Whoever read what a build wrote to standard output has gone: no failure. */
export class ClosedOutputError extends Error {
  override readonly name = 'ClosedOutputError';
  readonly code = 'EPIPE';
}

/** The user or the system ended the build; every child process has ended before. */
export class Interruption extends Error {
  override readonly name = 'Interruption';

  constructor(readonly signal: EndSignal) {
    super(`ended by ${signal}`);
  }
}

/** Signals that end a command, by their names in POSIX. */
export type EndSignal = 'SIGHUP' | 'SIGINT' | 'SIGTERM';
