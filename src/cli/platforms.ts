import type { Platform } from '../plan/plan.js';
import { UsageError } from './usage-error.js';

/** Architectures that Python images exist for, and other spellings of them with the variant that those imply. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  amd64: 'amd64',
  x86_64: 'amd64',
  'x86-64': 'amd64',
  '386': '386',
  i386: '386',
  arm64: 'arm64',
  aarch64: 'arm64',
  arm: 'arm/v7',
  armhf: 'arm/v7',
  armel: 'arm/v6',
  ppc64le: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
  mips64le: 'mips64le',
};

/** Variants that say nothing beyond the architecture. */
const PLAIN_VARIANTS = new Set(['amd64/v1', 'arm64/v8']);

/**
 * Reads the values of `-platform`, each a list separated by commas, in BuildKit's normalised form.
 *
 * @returns each platform once, in the order given
 * @throws UsageError for what no image can be built for
 */
export function parsePlatforms(values: readonly string[]): readonly Platform[] {
  const platforms = values.flatMap((value) => value.split(',')).map((text) => parsePlatform(text.trim()));
  const byName = new Map(platforms.map((platform) => [JSON.stringify(platform), platform]));
  return [...byName.values()];
}

/** Reads `linux/architecture[/variant]` or `architecture[/variant]`. */
export function parsePlatform(text: string): Platform {
  const segments = text.toLowerCase().split('/');
  const [name = '', given, ...rest] = segments[0] === 'linux' ? segments.slice(1) : segments;
  const known = Object.hasOwn(ARCHITECTURES, name) ? ARCHITECTURES[name] : undefined;
  if (known === undefined || rest.length > 0 || given === '') {
    throw new UsageError(`-platform: there are no Python images for ${JSON.stringify(text)}`, PLATFORM_HINT);
  }
  const [architecture = name, implied] = known.split('/');
  const variant = given === undefined ? implied : given.replace(/^(?=\d)/, 'v');
  return variant === undefined || PLAIN_VARIANTS.has(`${architecture}/${variant}`)
    ? { os: 'linux', architecture }
    : { os: 'linux', architecture, variant };
}

const PLATFORM_HINT =
  'for example linux/amd64, linux/arm64, linux/arm/v7, linux/386, linux/s390x, linux/ppc64le';
