import type { Platform } from '../../plan/plan.js';
import type { BuildRequest } from '../../solve/build-request.js';
import type { Connection } from '../../solve/engine.js';
import type { Mode } from './flag.js';

/** The user's request, every rule of usage checked. */
export interface RunRequest {
  readonly mode: Mode;
  /** `-image-config=json`. */
  readonly plainJson: boolean;
  /** The language of `-check` or `-graph`, where it was named. */
  readonly format?: string;
  /** Mopyfiles, or folders that hold them: what `-check` was given in place of a context. */
  readonly checked: readonly string[];
  /** Absent when the flag was not given. */
  readonly filename?: string;
  readonly context?: string;
  readonly out?: string;
  /** The stage that is built; absent for the image. */
  readonly target?: string;
  readonly platforms: readonly Platform[];
  /** Base-image names to references; the command line wins over `MOPY_BUILD_CONTEXTS`. */
  readonly baseImages: ReadonlyMap<string, string>;
  /** Those of `baseImages` that the command line names. */
  readonly namedBaseImages: ReadonlySet<string>;
  readonly labels: ReadonlyMap<string, string>;
  readonly buildArguments: readonly BuildArgument[];
  readonly credentials?: 'inline' | 'secret';
  readonly build: BuildFlags;
}

/** A value that is absent comes from the environment. */
export interface BuildArgument {
  readonly name: string;
  readonly value?: string;
}

/** Flags that only a build knows: as the build gets them, and what decides where it runs and where the image goes. */
export type BuildFlags = Omit<BuildRequest, 'context' | 'platforms' | 'proxies' | 'sourceDateEpoch'> & {
  readonly address?: string;
  readonly tls: Connection['tls'];
  readonly builder?: string;
  readonly load: boolean;
};
