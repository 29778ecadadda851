import type { Platform } from '../../plan/plan.js';
import { noImagesForBuilder, parsePlatformList, parsePlatformName } from '../../plan/platform.js';
import { OperationalError } from '../../source/operational-error.js';
import { usageError } from './usage-error.js';

const PLATFORM_HINT =
  'one or more, with commas between: linux/amd64, linux/arm64, linux/arm/v7, linux/386, linux/s390x, linux/ppc64le';

/**
 * Reads the values of `-platform`, each a list separated by commas, in BuildKit's normalised form.
 *
 * @returns each platform once, in the order given
 * @throws OperationalError for what no image can be built for
 */
export function parsePlatforms(values: readonly string[]): readonly Platform[] {
  if (values.length === 0) {
    return [];
  }
  return parsePlatformList(values.join(','), (message) => usageError(`-platform: ${message}`, PLATFORM_HINT));
}

/** Reads the platform that is built for when none is named. Throws OperationalError when there are no Python images for it. */
export function builderPlatform(text: string): Platform {
  const platform = parsePlatformName(text);
  if (platform === undefined) {
    throw new OperationalError(noImagesForBuilder(text), 'use -platform');
  }
  return platform;
}
