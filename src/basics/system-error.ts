/** The remedy where the operating system refuses to read a path. */
export const UNREADABLE_HINT = 'check its permissions and the length of its name';

/** The name of an error of the operating system, such as `EACCES`; undefined for errors of any other kind. */
export function systemErrorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The name of an error of the operating system. Errors of any other kind are mistakes of mopy's: those are thrown. */
export function systemErrorReason(error: unknown): string {
  const code = systemErrorCode(error);
  if (code === undefined) {
    throw error;
  }
  return code;
}

/**
 * A handler that makes undefined of the operating system's errors of these names.
 *
 * @throws any other error
 */
export function ignoring(...codes: readonly string[]): (error: unknown) => undefined {
  return (error) => {
    if (!codes.includes(systemErrorCode(error) ?? '')) {
      throw error;
    }
    return undefined;
  };
}
