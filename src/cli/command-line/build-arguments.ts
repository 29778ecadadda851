import { isProxy, PROXY_NAMES, readSourceDateEpoch } from '../../plan/build-arguments.js';
import type { BuildArgument } from './run-request.js';
import { usageError } from './usage-error.js';

/** Build arguments by their meaning for a build that has no `ARG`. */
export interface BuildArguments {
  /** Proxy variables, spelled as they were found. */
  readonly proxies: ReadonlyMap<string, string>;
  /** Seconds since 1970, in digits. */
  readonly sourceDateEpoch?: string;
  /** Names that mean nothing. */
  readonly unused: readonly string[];
}

const EPOCH_NAME = 'SOURCE_DATE_EPOCH';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Sorts out `-build-arg`. A name without a value takes the environment's.
 *
 * @param inherited the environment, where a build takes what is not given from it
 * @throws OperationalError for a date that is none
 */
export function readBuildArguments(
  given: readonly BuildArgument[],
  environment: Environment,
  inherited: Environment = {},
): BuildArguments {
  const values = new Map(given.map(({ name, value }) => [name, value ?? environment[name]]));
  const epoch = values.get(EPOCH_NAME) ?? (inherited[EPOCH_NAME] || undefined);
  if (epoch !== undefined && readSourceDateEpoch(epoch) === undefined) {
    throw usageError(
      `${EPOCH_NAME} is ${JSON.stringify(epoch)}, not a number of seconds since 1970 up to the year 9999`,
    );
  }
  return {
    proxies: new Map(
      PROXY_NAMES.flatMap((name) => proxy(name, [values, new Map(Object.entries(inherited))])),
    ),
    ...(epoch !== undefined && { sourceDateEpoch: epoch }),
    unused: given.map(({ name }) => name).filter((name) => name !== EPOCH_NAME && !isProxy(name)),
  };
}

/** The first place that names a proxy wins; in one place the lower-case spelling, as for curl. */
function proxy(
  name: string,
  places: readonly ReadonlyMap<string, string | undefined>[],
): readonly (readonly [string, string])[] {
  for (const place of places) {
    for (const spelled of [name, name.toUpperCase()]) {
      const value = place.get(spelled);
      if (value !== undefined && value !== '') {
        return [[spelled, value]];
      }
    }
  }
  return [];
}
