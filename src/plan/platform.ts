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

/** The variants of the architectures that have some. */
const VARIANTS: Readonly<Record<string, RegExp>> = {
  amd64: /^v[1-4]$/,
  arm: /^v[5-8]$/,
  arm64: /^v[89](\.\d)?$/,
};

/** Variants under another name: none for those that say nothing beyond the architecture (containerd's platforms/database.go). */
const SAME_VARIANTS: Readonly<Record<string, string | undefined>> = {
  'amd64/v1': undefined,
  'arm64/v8': undefined,
  'arm64/v8.0': undefined,
  'arm64/v9.0': 'v9',
};

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
 * @param refuse makes an error of the sentence about what is no platform, or one that there is no Python image for
 * @returns each platform once, in the order given
 */
export function parsePlatformList(list: string, refuse: (message: string) => Error): readonly Platform[] {
  const platforms = list.split(',').map((text) => {
    if (text.trim() === '') {
      throw refuse(`an entry of the list ${JSON.stringify(list)} is empty`);
    }
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

/** `given` is a variant, which may lack its `v`. Undefined for an architecture or a variant that there is no Python image for. */
function normalizePlatform(name: string, given: string | undefined): Platform | undefined {
  const known = Object.hasOwn(ARCHITECTURES, name) ? ARCHITECTURES[name] : undefined;
  if (known === undefined) {
    return undefined;
  }
  const [architecture = name, implied] = known.split('/');
  const variant = given === undefined ? implied : given.replace(/^(?=\d)/, 'v');
  if (variant === undefined) {
    return { os: 'linux', architecture };
  }
  return VARIANTS[architecture]?.test(variant) ? withVariant(architecture, variant) : undefined;
}

function withVariant(architecture: string, variant: string): Platform {
  const name = `${architecture}/${variant}`;
  const same = Object.hasOwn(SAME_VARIANTS, name) ? SAME_VARIANTS[name] : variant;
  return { os: 'linux', architecture, ...(same !== undefined && { variant: same }) };
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
