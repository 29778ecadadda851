import { OperationalError } from '../../source/operational-error.js';

/**
 * An error of a command line that asks for something impossible: exit code 2.
 *
 * @param hint words to type instead
 */
export function usageError(message: string, hint?: string): OperationalError {
  return new OperationalError(message, hint, 2);
}
