import type { Platform } from '../plan/plan.js';
import type { Mode } from './flags.js';

/** What the user asked for, every rule of usage checked. */
export interface RunRequest {
  readonly mode: Mode;
  /** `-image-config=json`. */
  readonly plainJson: boolean;
  /** Absent when the flag was not given. */
  readonly filename?: string;
  readonly context?: string;
  readonly out?: string;
  readonly platforms: readonly Platform[];
  /** Base-image names to references; the command line wins over `MOPY_BUILD_CONTEXTS`. */
  readonly baseImages: ReadonlyMap<string, string>;
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

/** Flags that only a build knows. */
export interface BuildFlags {
  readonly address?: string;
  readonly tags: readonly string[];
  readonly load: boolean;
  readonly push: boolean;
  readonly outputs: readonly string[];
  readonly metadataFile?: string;
  readonly progress?: string;
  readonly noCache: boolean;
  readonly pull: boolean;
  readonly ssh: readonly string[];
  readonly secrets: readonly string[];
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  /** Words after `--`, for the engine. */
  readonly words: readonly string[];
}
