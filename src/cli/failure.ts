import type { EndSignal } from '../solve/solve-error.js';
import type { Report } from './report.js';

const SIGNAL_CODES: Readonly<Record<EndSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Codes by the names of the errors that rooms throw; they are not imported, so that none is loaded for nothing. */
const CODES: Readonly<Record<string, number>> = { UsageError: 2, InputError: 1, SolveError: 1 };

/**
 * Tells the user why a run ended, and returns its exit code. A reader of standard output that went away is no
 * failure.
 *
 * @throws what is a fault of mopy
 */
export async function failureCode(error: unknown, report: Report): Promise<number> {
  if (!(error instanceof Error)) {
    throw error;
  }
  if ('signal' in error && isEndSignal(error.signal)) {
    return SIGNAL_CODES[error.signal];
  }
  if ('code' in error && error.code === 'EPIPE') {
    return 0;
  }
  const isSystemError = 'syscall' in error;
  const code = isSystemError ? 1 : CODES[error.name];
  if (code === undefined) {
    throw error;
  }
  const hint = 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined;
  await report.error(error.message, hint);
  return code;
}

function isEndSignal(value: unknown): value is EndSignal {
  return typeof value === 'string' && Object.hasOwn(SIGNAL_CODES, value);
}
