import { MAX_VALUE_SIZE, sizeOf } from '../../basics/value-size.js';
import type { ExtraHost, LlbSettings, ResourceLimits, Ulimit } from '../../emit/llb/options.js';
import { readSourceDateEpoch } from '../../plan/build-arguments.js';
import type { Platform } from '../../plan/plan.js';
import type { CacheOptionsEntry } from '../../protobuf/schema.generated.js';
import { CHECK_ARGUMENT, type CheckRules, readCheckRules } from '../check.js';
import { FrontendError } from '../gateway/frontend-error.js';
import { readProxies, unusedArguments } from './build-arguments.js';
import { readPlatforms } from './platforms.js';
import { invalidOption, readBoolean, readCsv, readInteger, readJsonOption } from './values.js';

/** The request of a client, as BuildKit's Dockerfile frontend understands it (frontend/dockerui/config.go). */
export interface FrontendOptions {
  readonly platforms: readonly Platform[];
  /** The result is an index, also for one platform. */
  readonly multiPlatform: boolean;
  /** Name of a stage; the plan's own target when absent. */
  readonly target?: string;
  readonly labels: ReadonlyMap<string, string>;
  /** Build arguments that mean nothing here. */
  readonly unusedArguments: readonly string[];
  readonly check: CheckRules;
  readonly cacheImports: readonly CacheOptionsEntry[];
  /** Seconds since 1970; `context` for the date that the build context has. */
  readonly sourceDateEpoch?: bigint | 'context';
  /** Options of steps and images that are the same for every platform. */
  readonly build: Omit<LlbSettings, 'platform' | 'contextSource' | 'sourceDateEpoch'>;
}

type Options = ReadonlyMap<string, string>;

/** Reads the options. Throws FrontendError on a value that means nothing. */
export function readFrontendOptions(options: Options): FrontendOptions {
  const list = options.get('platform');
  const platforms = list ? readPlatforms(list) : [];
  const buildArguments = prefixed(options, 'build-arg:');
  const target = options.get('target');
  const sourceDateEpoch = readEpoch(options);
  return {
    platforms,
    multiPlatform: readMultiPlatform(options, platforms),
    ...(target && { target }),
    labels: readLabels(options),
    unusedArguments: unusedArguments(buildArguments),
    check: readCheckRules(buildArguments.get(CHECK_ARGUMENT)),
    cacheImports: readCacheImports(options),
    ...(sourceDateEpoch !== undefined && { sourceDateEpoch }),
    build: {
      resolveMode: readResolveMode(options),
      ignoreCache: readIgnoreCache(options),
      proxies: readProxies(buildArguments),
      network: readNetwork(options),
      hostname: options.get('build-arg:BUILDKIT_SANDBOX_HOSTNAME') || options.get('hostname') || undefined,
      extraHosts: readCsv('add-hosts', options.get('add-hosts')).map(readHost),
      ulimits: readCsv('ulimit', options.get('ulimit')).map(readUlimit),
      cgroupParent: options.get('cgroup-parent') || undefined,
      shmSize: readInteger('shm-size', options.get('shm-size'), 0n),
      resources: readResources(options),
      cacheNamespace: options.get('build-arg:BUILDKIT_CACHE_MOUNT_NS') || undefined,
    },
  };
}

/** The options whose names start with a prefix, without it. */
export function prefixed(options: Options, prefix: string): ReadonlyMap<string, string> {
  const own = [...options].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** Labels of the client, which have the limit of the Mopyfile's. */
function readLabels(options: Options): ReadonlyMap<string, string> {
  const labels = prefixed(options, 'label:');
  for (const [name, value] of labels) {
    if (sizeOf(name) + sizeOf(value) > MAX_VALUE_SIZE) {
      const shown = JSON.stringify(name.slice(0, 100));
      throw new FrontendError(`label ${shown} has more than ${MAX_VALUE_SIZE.toLocaleString('en')} bytes`);
    }
  }
  return labels;
}

function readMultiPlatform(options: Options, platforms: readonly Platform[]): boolean {
  const name = 'multi-platform';
  const wanted = readBoolean(name, options.get('build-arg:BUILDKIT_MULTI_PLATFORM') || options.get(name));
  if (wanted === false && platforms.length > 1) {
    throw new FrontendError(
      'several platforms make a multi-platform image, which multi-platform=false forbids',
    );
  }
  return wanted ?? platforms.length > 1;
}

function readEpoch(options: Options): FrontendOptions['sourceDateEpoch'] {
  const name = 'build-arg:SOURCE_DATE_EPOCH';
  const text = options.get(name) || undefined;
  if (text === undefined || text === 'context') {
    return text;
  }
  const epoch = readSourceDateEpoch(text);
  if (epoch === undefined) {
    throw invalidOption(name, text);
  }
  return epoch;
}

function readResolveMode(options: Options): LlbSettings['resolveMode'] {
  const name = 'image-resolve-mode';
  const mode = options.get(name) || 'default';
  if (mode === 'default' || mode === 'pull' || mode === 'local') {
    return mode;
  }
  throw invalidOption(name, mode);
}

/** Present and empty means every stage. */
function readIgnoreCache(options: Options): LlbSettings['ignoreCache'] {
  const stages = options.get('no-cache');
  if (stages === undefined) {
    return undefined;
  }
  return stages === '' ? 'all' : stages.split(',');
}

function readNetwork(options: Options): LlbSettings['network'] {
  const name = 'force-network-mode';
  const mode = options.get(name) || 'sandbox';
  if (mode === 'none' || mode === 'host') {
    return mode;
  }
  if (mode === 'sandbox') {
    return 'default';
  }
  throw invalidOption(name, mode);
}

function readHost(field: string): ExtraHost {
  const [host = '', ip] = field.toLowerCase().split('=');
  if (host === '' || ip === undefined || !/^[\d.]+$|^[\da-f:.]+$/.test(ip)) {
    throw invalidOption('add-hosts', field);
  }
  return { host, ip };
}

/** `name=soft[:hard]`, as github.com/docker/go-units reads it; -1 is no limit. */
function readUlimit(field: string): Ulimit {
  const [, name, soft, hard = soft] = /^(\w+)=(-?\d+)(?::(-?\d+))?$/.exec(field) ?? [];
  if (name === undefined || soft === undefined || hard === undefined) {
    throw invalidOption('ulimit', field);
  }
  return { name, soft: BigInt(soft), hard: BigInt(hard) };
}

function readResources(options: Options): ResourceLimits | undefined {
  const integer = (name: string, minimum = 1n) => readInteger(name, options.get(name), minimum);
  const limits: ResourceLimits = {
    memory: integer('memory'),
    memorySwap: integer('memswap', -1n),
    cpuShares: integer('cpushares'),
    cpuPeriod: integer('cpuperiod'),
    cpuQuota: integer('cpuquota'),
    cpusetCpus: options.get('cpusetcpus') || undefined,
    cpusetMems: options.get('cpusetmems') || undefined,
  };
  return Object.values(limits).some((limit) => limit !== undefined) ? limits : undefined;
}

/** `cache-imports` is a JSON array of `{Type, Attrs}`; `cache-from`, its predecessor, lists references. */
function readCacheImports(options: Options): readonly CacheOptionsEntry[] {
  const name = 'cache-imports';
  const text = options.get(name);
  const entries = text ? readJsonOption(name, text) : [];
  if (!Array.isArray(entries)) {
    throw invalidOption(name, text ?? '');
  }
  const references = (options.get('cache-from') ?? '').split(',').filter((reference) => reference !== '');
  return [
    ...entries.map(cacheImport),
    ...references.map((ref) => ({ Type: 'registry', Attrs: new Map([['ref', ref]]) })),
  ];
}

function cacheImport(entry: unknown): CacheOptionsEntry {
  const { Type, Attrs }: { Type?: unknown; Attrs?: unknown } = Object(entry);
  const attributes = Object.entries(Object(Attrs)).map(([key, value]): [string, string] => [
    key,
    String(value),
  ]);
  return { Type: String(Type ?? ''), Attrs: new Map(attributes) };
}
