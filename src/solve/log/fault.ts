/** The fault that kept a build from its end and that no Mopyfile can be blamed for. */
export type Fault = 'connection-lost' | 'session-lost' | 'push-failed' | 'disk-full';

/**
 * Words of buildctl (`error:`) and buildx (`ERROR:`), of the daemon and of programs in steps. A registry's own answers have
 * `unavailable` in other places.
 */
const SIGNS: readonly (readonly [Fault, RegExp])[] = [
  ['connection-lost', /^(?:error|ERROR): .*(?:\bcode = Unavailable\b|: Unavailable: )/],
  ['session-lost', /^(?:error|ERROR): .*\bno active session for /],
  ['push-failed', /^#\d+ ERROR: failed to push /],
  ['disk-full', /\bno space left on device\b/i],
];

/** The fault that a line of the plain progress tells of. */
export function faultIn(line: string): Fault | undefined {
  return SIGNS.find(([, sign]) => sign.test(line))?.[0];
}
