import { execa } from 'execa';
import { ENGINE } from '../support/engine.js';

/** A platform whose programs run by emulation on the machines that tests run on. */
export interface EmulatedPlatform {
  readonly platform: string;
  /** The engine's names of the architecture and of the images for it: see `test/engine/README.md`. */
  readonly engineName: string;
  readonly image: string;
  readonly python: string;
  /** Of Debian's packages. */
  readonly architecture: string;
  readonly triplet: string;
  readonly maxsize: bigint;
  readonly foundation: 'distroless' | 'slim';
  /** Packages of PyPI with compiled parts: from a wheel, or from source where there is none. */
  readonly packages: readonly string[];
}

/** There is no wheel of numpy for 32-bit ARM, and to compile it by emulation takes hours. */
const ALL: readonly EmulatedPlatform[] = [
  {
    platform: 'linux/arm64',
    engineName: 'arm64',
    image: 'python:3.13@arm64',
    python: '3.13',
    architecture: 'arm64',
    triplet: 'aarch64-linux-gnu',
    maxsize: 2n ** 63n - 1n,
    foundation: 'distroless',
    packages: ['numpy', 'markupsafe'],
  },
  {
    platform: 'linux/arm/v7',
    engineName: 'armv7',
    image: 'python:3.13@armv7',
    python: '3.13',
    architecture: 'armhf',
    triplet: 'arm-linux-gnueabihf',
    maxsize: 2n ** 31n - 1n,
    foundation: 'distroless',
    packages: ['markupsafe'],
  },
  {
    platform: 'linux/arm/v6',
    engineName: 'armv6',
    image: 'python:3.13@armv6',
    python: '3.13',
    architecture: 'armel',
    triplet: 'arm-linux-gnueabi',
    maxsize: 2n ** 31n - 1n,
    foundation: 'slim',
    packages: ['markupsafe'],
  },
];

/** The platforms that this machine's kernel runs, and those that it does not. */
export async function emulatedPlatforms(): Promise<{
  readonly run: readonly EmulatedPlatform[];
  readonly skipped: readonly EmulatedPlatform[];
}> {
  const known = await Promise.all(
    ALL.map(async (emulated) => {
      const { exitCode } = await execa(ENGINE, ['emulate', emulated.engineName], { reject: false });
      return { emulated, runs: exitCode === 0 };
    }),
  );
  return {
    run: known.filter(({ runs }) => runs).map(({ emulated }) => emulated),
    skipped: known.filter(({ runs }) => !runs).map(({ emulated }) => emulated),
  };
}
