/** The user or the system ended the build; every child process has ended before. */
export class Interruption extends Error {
  override readonly name = 'Interruption';

  constructor(readonly signal: EndSignal) {
    super(`ended by ${signal}`);
  }
}

/** Signals that end a command, by their names in POSIX. */
export type EndSignal = 'SIGHUP' | 'SIGINT' | 'SIGTERM';
