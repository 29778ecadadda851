/** Build arguments that tell steps of a proxy, in the spelling of `curl`; the one in capitals means the same. */
export const PROXY_NAMES = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy', 'all_proxy'] as const;

/** Whether a build argument tells of a proxy, in either spelling. */
export function isProxy(name: string): boolean {
  return PROXY_NAMES.some((known) => known === name.toLowerCase());
}

/** What the user is told about a build argument that nothing reads. */
export function unusedArgument(name: string): string {
  return `the build argument ${name} is not used`;
}
