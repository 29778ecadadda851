import type { Platform } from '../plan/plan.js';
import { parsePlatformName } from '../plan/platform.js';
import { UsageError } from './usage-error.js';

const PLATFORM_HINT =
  'for example linux/amd64, linux/arm64, linux/arm/v7, linux/386, linux/s390x, linux/ppc64le';

/**
 * Reads the values of `-platform`, each a list separated by commas, in BuildKit's normalised form.
 *
 * @returns each platform once, in the order given
 * @throws UsageError for what no image can be built for
 */
export function parsePlatforms(values: readonly string[]): readonly Platform[] {
  const platforms = values.flatMap((value) => value.split(',')).map(parsePlatform);
  const byName = new Map(platforms.map((platform) => [JSON.stringify(platform), platform]));
  return [...byName.values()];
}

/** Reads `linux/architecture[/variant]` or `architecture[/variant]`. Throws UsageError. */
export function parsePlatform(text: string): Platform {
  const platform = parsePlatformName(text);
  if (platform === undefined) {
    throw new UsageError(
      `-platform: there are no Python images for ${JSON.stringify(text.trim())}`,
      PLATFORM_HINT,
    );
  }
  return platform;
}
