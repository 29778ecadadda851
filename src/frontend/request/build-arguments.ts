import type { Proxies } from '../../emit/llb/options.js';
import { isProxy } from '../../plan/build-arguments.js';

type Arguments = ReadonlyMap<string, string>;

/**
 * Arguments that mean the same as to BuildKit's Dockerfile frontend (frontend/dockerui/config.go). The last three
 * are for what starts a frontend: the daemon and its clients.
 */
const KNOWN = new Set([
  'SOURCE_DATE_EPOCH',
  'BUILDKIT_CACHE_MOUNT_NS',
  'BUILDKIT_CONTEXT_KEEP_GIT_DIR',
  'BUILDKIT_DOCKERFILE_CHECK',
  'BUILDKIT_MULTI_PLATFORM',
  'BUILDKIT_SANDBOX_HOSTNAME',
  'BUILDKIT_BUILD_NAME',
  'BUILDKIT_INLINE_CACHE',
  'BUILDKIT_SYNTAX',
]);

/** The names that nothing reads, sorted. */
export function unusedArguments(given: Arguments): readonly string[] {
  return [...given.keys()].filter((name) => !KNOWN.has(name) && !isProxy(name)).sort();
}

/** The proxies, named in small letters. */
export function readProxies(given: Arguments): Proxies {
  const proxies = [...given].filter(([name]) => isProxy(name));
  return Object.fromEntries(proxies.map(([name, value]) => [name.toLowerCase(), value]));
}
