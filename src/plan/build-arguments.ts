/** Build arguments that tell steps of a proxy, in the spelling of `curl`; the one in capitals means the same. */
export const PROXY_NAMES = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy', 'all_proxy'] as const;

/** True for the name of a build argument that sets a proxy, in either spelling. */
export function isProxy(name: string): boolean {
  return PROXY_NAMES.some((known) => known === name.toLowerCase());
}

/** The last second of the year 9999: image configs hold dates of four-digit years (RFC 3339). */
const LAST_SECOND = 253402300799n;

/** Seconds since 1970 from `SOURCE_DATE_EPOCH`; undefined for what is no date that an image can hold. */
export function readSourceDateEpoch(text: string): bigint | undefined {
  const seconds = /^\d+$/.test(text) ? BigInt(text) : undefined;
  return seconds === undefined || seconds > LAST_SECOND ? undefined : seconds;
}

/** The warning about a build argument that nothing reads. */
export function unusedArgument(name: string): string {
  return `the build argument ${name} is not used`;
}
