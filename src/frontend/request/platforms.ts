import type { Platform } from '../../plan/plan.js';
import { noImagesForBuilder, parsePlatformList, parsePlatformName } from '../../plan/platform.js';
import type { Platform as LlbPlatform } from '../../protobuf/schema.generated.js';
import { FrontendError } from '../gateway/frontend-error.js';

/** Reads `os/architecture[/variant],…` in BuildKit's normalised form, each platform once. Throws FrontendError. */
export function readPlatforms(list: string): readonly Platform[] {
  return parsePlatformList(list, (message) => new FrontendError(message));
}

/** The platform that a daemon's worker has. Throws FrontendError when there are no Python images for it. */
export function workerPlatform({ OS = '', Architecture = '', Variant = '' }: LlbPlatform = {}): Platform {
  const name = [OS, Architecture, ...(Variant === '' ? [] : [Variant])].join('/');
  const platform = parsePlatformName(name);
  if (platform === undefined) {
    throw new FrontendError(noImagesForBuilder(name));
  }
  return platform;
}
