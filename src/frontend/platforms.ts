import type { Platform } from '../plan/plan.js';
import { normalizePlatform, parsePlatformName } from '../plan/platform.js';
import type { Platform as LlbPlatform } from '../protobuf/schema.generated.js';
import { FrontendError } from './frontend-error.js';

/** Reads `os/architecture[/variant]` in BuildKit's normalised form. Throws FrontendError. */
export function readPlatform(text: string): Platform {
  const platform = parsePlatformName(text);
  if (platform === undefined) {
    throw new FrontendError(`there are no Python images for the platform ${JSON.stringify(text)}`);
  }
  return platform;
}

/** The platform that a daemon's worker has; undefined where there are no Python images for it. */
export function workerPlatform(platform: LlbPlatform | undefined): Platform | undefined {
  return platform?.OS === 'linux' && platform.Architecture
    ? normalizePlatform(platform.Architecture, platform.Variant || undefined)
    : undefined;
}
