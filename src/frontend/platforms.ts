import type { Platform } from '../plan/plan.js';
import type { Platform as LlbPlatform } from '../protobuf/schema.generated.js';
import { FrontendError } from './frontend-error.js';

/** Other spellings of architectures, as containerd's platforms package reads them. */
const ALIASES: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  i386: '386',
  aarch64: 'arm64',
  armhf: 'arm/v7',
  armel: 'arm/v6',
};

/** Variants that say nothing beyond the architecture. */
const PLAIN_VARIANTS = new Set(['amd64/v1', 'arm64/v8', 'arm64/8']);

/** Reads `os/architecture[/variant]` in BuildKit's normalised form. Throws FrontendError. */
export function readPlatform(text: string): Platform {
  const segments = text.trim().toLowerCase().split('/');
  const [os, name = '', variant, ...rest] = segments.length === 1 ? ['linux', ...segments] : segments;
  if (os !== 'linux' || name === '' || rest.length > 0 || variant === '') {
    throw new FrontendError(`there are no Python images for the platform ${JSON.stringify(text)}`);
  }
  return normalizedPlatform(name, variant);
}

/** The platform that a daemon's worker has. */
export function workerPlatform(platform: LlbPlatform | undefined): Platform | undefined {
  return platform?.OS === 'linux' && platform.Architecture
    ? normalizedPlatform(platform.Architecture, platform.Variant || undefined)
    : undefined;
}

function normalizedPlatform(name: string, given: string | undefined): Platform {
  const [architecture = name, implied] = (ALIASES[name] ?? name).split('/');
  const variant = given?.replace(/^(?=\d)/, 'v') ?? implied ?? (architecture === 'arm' ? 'v7' : undefined);
  return variant === undefined || PLAIN_VARIANTS.has(`${architecture}/${variant}`)
    ? { os: 'linux', architecture }
    : { os: 'linux', architecture, variant };
}
