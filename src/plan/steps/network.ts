import type { Mopyfile } from '../../validate/mopyfile.js';
import { CERTIFICATES } from '../base-images.js';
import type { CacheMount } from '../plan.js';
import { optionalSecret } from './steps.js';

/** The secret with which companies build behind their own certificate; every step with network takes it. */
export const CERTIFICATE_SECRET = optionalSecret('ca-certificates', CERTIFICATES);

/** Caches of one Python version and platform: what one Debian release downloads is useless to another. */
export function cache(
  mopyfile: Mopyfile,
  name: string,
  target: string,
  sharing: CacheMount['sharing'],
): CacheMount {
  return {
    kind: 'cache',
    target,
    id: `mopy-${name}-${mopyfile.python.version}`,
    platformSuffix: true,
    sharing,
  };
}
