import type { Platform } from './plan.js';

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
 * Reads `linux/architecture[/variant]` or `architecture[/variant]`, in the spellings that containerd's platforms
 * package knows, in BuildKit's normalised form. Undefined for what there is no Python image for.
 */
export function parsePlatformName(text: string): Platform | undefined {
  const segments = text.trim().toLowerCase().split('/');
  const [name = '', variant, ...rest] = segments[0] === 'linux' ? segments.slice(1) : segments;
  return rest.length > 0 || variant === '' ? undefined : normalizePlatform(name, variant);
}

/**
 * Reads a list separated by commas.
 *
 * @param refuse makes an error of the sentence about what there is no Python image for
 * @returns each platform once, in the order given
 */
export function parsePlatformList(list: string, refuse: (message: string) => Error): readonly Platform[] {
  const platforms = list.split(',').map((text) => {
    const platform = parsePlatformName(text);
    if (platform === undefined) {
      throw refuse(noImagesFor(text));
    }
    return platform;
  });
  return [...new Map(platforms.map((platform) => [platformName(platform), platform])).values()];
}

/** The error about a platform that there is no Python image for. */
export function noImagesFor(text: string): string {
  return `there are no Python images for the platform ${JSON.stringify(text.trim())}`;
}

/** The same about the one that nobody named. */
export function noImagesForBuilder(text: string): string {
  return `${noImagesFor(text)}, which the builder has: name the one to build for`;
}

/** `variant` may lack its `v`. Undefined for an architecture that there is no Python image for. */
function normalizePlatform(name: string, given: string | undefined): Platform | undefined {
  const known = Object.hasOwn(ARCHITECTURES, name) ? ARCHITECTURES[name] : undefined;
  if (known === undefined) {
    return undefined;
  }
  const [architecture = name, implied] = known.split('/');
  const variant = given === undefined ? implied : given.replace(/^(?=\d)/, 'v');
  return variant === undefined || PLAIN_VARIANTS.has(`${architecture}/${variant}`)
    ? { os: 'linux', architecture }
    : { os: 'linux', architecture, variant };
}

/** `os/architecture[/variant]`, as `--platform` takes it. */
export function platformName({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}

/** Node's names of architectures where they differ from Go's, which platforms of images use. */
const NODE_ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le' };

/**
 * The Linux platform that fits a machine: `linux/<architecture>[/<variant>]`.
 *
 * @param nodeArchitecture `process.arch`
 * @param variables `process.config.variables`, which tell ARM's versions apart
 */
export function machinePlatform(nodeArchitecture: string, variables: object = {}): string {
  const architecture = NODE_ARCHITECTURES[nodeArchitecture] ?? nodeArchitecture;
  if (architecture !== 'arm') {
    return `linux/${architecture}`;
  }
  const version: unknown = Reflect.get(variables, 'arm_version');
  return `linux/arm/v${version === '6' || version === 6 ? 6 : 7}`;
}
