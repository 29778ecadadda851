import { execa } from 'execa';
import { ENGINE } from '../support/engine.js';

/** A platform that is not this machine's usual one. */
export interface TestedPlatform {
  readonly platform: string;
  /** The engine's name of the architecture to emulate; none where the processor runs it itself. See `test/engine/README.md`. */
  readonly emulated?: string;
  /** The engine's name of the base images. */
  readonly image: string;
  readonly python: string;
  readonly triplet: string;
  readonly maxsize: bigint;
  readonly foundation: 'distroless' | 'slim';
  /** Packages of PyPI with compiled parts, and whether a wheel for the platform is there or they are compiled. */
  readonly packages: Readonly<Record<string, 'wheel' | 'source'>>;
  /** A Debian that has Node for it is among the base images. */
  readonly hasNode: boolean;
}

const i386: TestedPlatform = {
  platform: 'linux/386',
  image: 'python:3.13@386',
  python: '3.13',
  triplet: 'i386-linux-gnu',
  maxsize: 2n ** 31n - 1n,
  foundation: 'slim',
  packages: { markupsafe: 'source' },
  hasNode: true,
};

const arm64: TestedPlatform = {
  platform: 'linux/arm64',
  emulated: 'arm64',
  image: 'python:3.13@arm64',
  python: '3.13',
  triplet: 'aarch64-linux-gnu',
  maxsize: 2n ** 63n - 1n,
  foundation: 'distroless',
  packages: { numpy: 'wheel', markupsafe: 'wheel' },
  hasNode: true,
};

/** There is no wheel of numpy for 32 bits, and to compile it by emulation takes hours. */
const ALL: readonly TestedPlatform[] = [
  i386,
  arm64,
  {
    platform: 'linux/arm/v7',
    emulated: 'armv7',
    image: 'python:3.13@armv7',
    python: '3.13',
    triplet: 'arm-linux-gnueabihf',
    maxsize: 2n ** 31n - 1n,
    foundation: 'distroless',
    packages: { markupsafe: 'wheel' },
    hasNode: true,
  },
  {
    platform: 'linux/arm/v6',
    emulated: 'armv6',
    image: 'python:3.13@armv6',
    python: '3.13',
    triplet: 'arm-linux-gnueabi',
    maxsize: 2n ** 31n - 1n,
    foundation: 'slim',
    packages: { markupsafe: 'source' },
    hasNode: false,
  },
];

/** Older versions of Python, each on another Debian. */
const OLDER: readonly TestedPlatform[] = [
  { ...i386, image: 'python:3.11@386', python: '3.11' },
  { ...arm64, image: 'python:3.9.2@arm64', python: '3.9.2' },
];

/** The exit code of the engine where the kernel runs no programs of an architecture. */
const NOT_HERE = 3;

/** Stands in the names of tests of those platforms. */
export const SKIPPED = '(skipped: this kernel cannot be told to run its programs)';

interface Platforms {
  readonly run: readonly TestedPlatform[];
  /** Those whose programs this machine's kernel cannot be told to run. */
  readonly skipped: readonly TestedPlatform[];
}

/** Each platform once. */
export function testedPlatforms(): Promise<Platforms> {
  return sorted(ALL);
}

/** Each platform with each of its versions of Python. */
export function platformsAndVersions(): Promise<Platforms> {
  return sorted([...ALL, ...OLDER]);
}

async function sorted(platforms: readonly TestedPlatform[]): Promise<Platforms> {
  const known = await Promise.all(platforms.map(async (one) => ({ one, runs: await isRun(one) })));
  return {
    run: known.filter(({ runs }) => runs).map(({ one }) => one),
    skipped: known.filter(({ runs }) => !runs).map(({ one }) => one),
  };
}

async function isRun({ emulated }: TestedPlatform): Promise<boolean> {
  if (emulated === undefined) {
    return true;
  }
  const { exitCode, stderr } = await execa(ENGINE, ['emulate', emulated], { reject: false });
  if (exitCode !== 0 && exitCode !== NOT_HERE) {
    throw new Error(`the engine cannot emulate ${emulated}:\n${stderr}`);
  }
  return exitCode === 0;
}
