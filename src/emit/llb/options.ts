import type { Platform } from '../../plan/plan.js';
import type { Definition } from '../../protobuf/schema.generated.js';

/** Options of an emitter of LLB beside the plan. Nothing here changes which steps there are. */
export interface LlbSettings {
  /** Normalised as BuildKit does it. */
  readonly platform: Platform;
  /** Name of the stage to build; default: the plan's target for the platform. */
  readonly stage?: string | undefined;
  readonly contextSource: ContextOrigin;
  /** Base images that are known better than by their plain reference, by `BaseImage.name`. */
  readonly resolvedImages?: ReadonlyMap<string, ImageOrigin> | undefined;
  readonly resolveMode?: 'default' | 'pull' | 'local' | undefined;
  /** Runs every step, or those of the stages with these names, as if nothing were cached. */
  readonly ignoreCache?: 'all' | readonly string[] | undefined;
  readonly proxies?: Proxies | undefined;
  readonly network?: 'default' | 'none' | 'host' | undefined;
  readonly hostname?: string | undefined;
  readonly extraHosts?: readonly ExtraHost[] | undefined;
  readonly ulimits?: readonly Ulimit[] | undefined;
  readonly cgroupParent?: string | undefined;
  /** Bytes of `/dev/shm`; 0 or absent for the engine's own. */
  readonly shmSize?: bigint | undefined;
  readonly resources?: ResourceLimits | undefined;
  /** Seconds since 1970 for the folders that a step makes. */
  readonly sourceDateEpoch?: bigint | undefined;
  /** Stands before the ids of cache mounts. */
  readonly cacheNamespace?: string | undefined;
  /** The engine cannot merge: linked copies are made like any other, as BuildKit's Dockerfile frontend does it. */
  readonly withoutMerge?: boolean | undefined;
  /** Progress lines name the platform: several are built at once. */
  readonly platformInNames?: boolean | undefined;
}

/**
 * Where the build context comes from. A `local` has a `unique` random text, without which concurrent
 * builds mix their files, or in a frontend the session's id. A `definition` is any other graph: its
 * result is the context, ignore rules are not applied to it.
 */
export type ContextOrigin =
  | (LocalSource & { readonly unique: string })
  | (LocalSource & { readonly sessionId: string })
  | { readonly kind: 'definition'; readonly definition: Definition };

interface LocalSource {
  readonly kind: 'local';
  readonly name: string;
  readonly sharedKeyHint: string;
}

/** Where a base image's files come from, once it has been looked up. */
export type ImageOrigin =
  | { readonly kind: 'image'; readonly reference: string }
  | { readonly kind: 'definition'; readonly definition: Definition };

/** Proxies of the build's steps, named as build arguments name them. */
export interface Proxies {
  /** For `http:`. */
  readonly http_proxy?: string | undefined;
  /** For `https:`. */
  readonly https_proxy?: string | undefined;
  /** For `ftp:`. */
  readonly ftp_proxy?: string | undefined;
  /** Hosts that are reached without a proxy, separated by commas. */
  readonly no_proxy?: string | undefined;
  /** For everything else. */
  readonly all_proxy?: string | undefined;
}

/** A line of `/etc/hosts` in the containers of steps, as `--add-host` gives it. */
export interface ExtraHost {
  readonly host: string;
  readonly ip: string;
}

/** A limit of a process, as `--ulimit` gives it, in the unit that setrlimit(2) has for it; -1 is no limit. */
export interface Ulimit {
  readonly name: string;
  readonly soft: bigint;
  readonly hard: bigint;
}

/** Limits of a step's container; they do not touch the cache. 0 or absent for none. */
export interface ResourceLimits {
  readonly memory?: bigint | undefined;
  readonly memorySwap?: bigint | undefined;
  readonly cpuShares?: bigint | undefined;
  readonly cpuPeriod?: bigint | undefined;
  readonly cpuQuota?: bigint | undefined;
  readonly cpusetCpus?: string | undefined;
  readonly cpusetMems?: string | undefined;
}
