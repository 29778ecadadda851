import { systemErrorCode } from '../../basics/system-error.js';
import type { EndSignal } from '../../solve/interruption.js';
import { isOperationalError } from '../../source/operational-error.js';
import type { Logger } from './logger.js';

const SIGNAL_CODES: Readonly<Record<EndSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * Tells the user why a run ended, and returns its exit code. A reader of standard output that went away is no
 * failure.
 *
 * @throws what is a fault of mopy
 */
export async function failureCode(error: unknown, logger: Logger): Promise<number> {
  if (!(error instanceof Error)) {
    throw error;
  }
  if ('signal' in error && isEndSignal(error.signal)) {
    return SIGNAL_CODES[error.signal];
  }
  if (systemErrorCode(error) === 'EPIPE') {
    return 0;
  }
  if (isOperationalError(error)) {
    await logger.error(error.message, error.hint);
    return error.exitCode;
  }
  if ('syscall' in error) {
    await logger.error(error.message);
    return 1;
  }
  throw error;
}

function isEndSignal(value: unknown): value is EndSignal {
  return typeof value === 'string' && Object.hasOwn(SIGNAL_CODES, value);
}
