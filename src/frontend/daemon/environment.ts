/** The variables in which BuildKit talks to a frontend (frontend/gateway/gateway.go). */
export interface FrontendEnvironment {
  readonly options: ReadonlyMap<string, string>;
  readonly session: string;
}

const OPTION = /^BUILDKIT_FRONTEND_OPT_\d+$/;

/** Reads `BUILDKIT_FRONTEND_OPT_<n>`, each `key=value`, and the session. */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): FrontendEnvironment {
  const entries = Object.entries(environment).flatMap(([name, entry]): readonly [string, string][] => {
    if (!OPTION.test(name) || entry === undefined) {
      return [];
    }
    const separator = entry.indexOf('=');
    return separator < 0 ? [[entry, '']] : [[entry.slice(0, separator), entry.slice(separator + 1)]];
  });
  return { options: new Map(entries), session: environment['BUILDKIT_SESSION_ID'] ?? '' };
}
