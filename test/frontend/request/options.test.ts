import { describe, expect, it } from 'vitest';
import { FrontendError } from '../../../src/frontend/gateway/frontend-error.js';
import { type FrontendOptions, readFrontendOptions } from '../../../src/frontend/request/options.js';

const read = (options: Readonly<Record<string, string>>): FrontendOptions =>
  readFrontendOptions(new Map(Object.entries(options)));

describe('readFrontendOptions', () => {
  it('takes nothing to mean nothing', () => {
    expect(read({})).toEqual({
      platforms: [],
      multiPlatform: false,
      labels: new Map(),
      unusedArguments: [],
      check: { skip: new Set(), failsOnWarning: false },
      cacheImports: [],
      build: { resolveMode: 'default', proxies: {}, network: 'default', extraHosts: [], ulimits: [] },
    });
  });

  it.each<[string, Readonly<Record<string, string>>, Partial<FrontendOptions>]>([
    ['a target', { target: 'build' }, { target: 'build' }],
    ['labels', { 'label:a': '1', 'label:b': '' }, { labels: new Map(Object.entries({ a: '1', b: '' })) }],
    [
      'platforms',
      { platform: 'linux/amd64,linux/arm' },
      {
        platforms: [
          { os: 'linux', architecture: 'amd64' },
          { os: 'linux', architecture: 'arm', variant: 'v7' },
        ],
        multiPlatform: true,
      },
    ],
    [
      'platforms that are the same once',
      { platform: 'linux/arm64,linux/arm64/v8' },
      { platforms: [{ os: 'linux', architecture: 'arm64' }], multiPlatform: false },
    ],
    ['an index for one platform', { 'multi-platform': 'true' }, { multiPlatform: true }],
    ['the same as an argument', { 'build-arg:BUILDKIT_MULTI_PLATFORM': '1' }, { multiPlatform: true }],
    [
      'arguments that nothing reads',
      { 'build-arg:Z': '', 'build-arg:A': '1' },
      { unusedArguments: ['A', 'Z'] },
    ],
    [
      "arguments of BuildKit that are a Dockerfile's",
      { 'build-arg:BUILDKIT_SBOM_SCAN_STAGE': 'true', 'build-arg:BUILDKIT_INLINE_CACHE': '1' },
      { unusedArguments: ['BUILDKIT_SBOM_SCAN_STAGE'] },
    ],
    [
      'arguments that are read',
      { 'build-arg:HTTPS_PROXY': 'p', 'build-arg:SOURCE_DATE_EPOCH': '1', 'build-arg:BUILDKIT_SYNTAX': 'x' },
      { unusedArguments: [], sourceDateEpoch: 1n },
    ],
    ['the date of the context', { 'build-arg:SOURCE_DATE_EPOCH': 'context' }, { sourceDateEpoch: 'context' }],
    [
      'caches',
      { 'cache-imports': '[{"Type":"local","Attrs":{"src":"x"}}]', 'cache-from': 'a/b,c/d' },
      {
        cacheImports: [
          { Type: 'local', Attrs: new Map([['src', 'x']]) },
          { Type: 'registry', Attrs: new Map([['ref', 'a/b']]) },
          { Type: 'registry', Attrs: new Map([['ref', 'c/d']]) },
        ],
      },
    ],
  ])('reads %s', (_name, options, expected) => {
    expect(read(options)).toMatchObject(expected);
  });

  it.each<[string, Readonly<Record<string, string>>, Partial<FrontendOptions['build']>]>([
    ['no cache for all', { 'no-cache': '' }, { ignoreCache: 'all' }],
    ['no cache for stages', { 'no-cache': 'a,b' }, { ignoreCache: ['a', 'b'] }],
    [
      'proxies of either case',
      { 'build-arg:HTTP_PROXY': 'p', 'build-arg:no_proxy': 'n' },
      { proxies: { http_proxy: 'p', no_proxy: 'n' } },
    ],
    ['the network', { 'force-network-mode': 'none' }, { network: 'none' }],
    ['a host name', { hostname: 'a' }, { hostname: 'a' }],
    [
      'the sandbox name before it',
      { hostname: 'a', 'build-arg:BUILDKIT_SANDBOX_HOSTNAME': 'b' },
      { hostname: 'b' },
    ],
    [
      'hosts',
      { 'add-hosts': 'A=10.0.0.1,b=::1' },
      {
        extraHosts: [
          { host: 'a', ip: '10.0.0.1' },
          { host: 'b', ip: '::1' },
        ],
      },
    ],
    [
      'limits',
      { ulimit: 'nofile=1:2,core=-1', 'shm-size': '64', memory: '5', memswap: '-1', cpusetcpus: '0-1' },
      {
        ulimits: [
          { name: 'nofile', soft: 1n, hard: 2n },
          { name: 'core', soft: -1n, hard: -1n },
        ],
        shmSize: 64n,
        resources: { memory: 5n, memorySwap: -1n, cpusetCpus: '0-1' },
      },
    ],
    ['the name space of caches', { 'build-arg:BUILDKIT_CACHE_MOUNT_NS': 'team' }, { cacheNamespace: 'team' }],
    ['how images are looked up', { 'image-resolve-mode': 'pull' }, { resolveMode: 'pull' }],
  ])('hands %s on', (_name, options, expected) => {
    expect(read(options).build).toMatchObject(expected);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['a platform of Windows', { platform: 'windows/amd64' }],
    ['an empty platform', { platform: 'linux/amd64,' }],
    [
      'several platforms that must not make an index',
      { platform: 'linux/amd64,linux/386', 'multi-platform': 'false' },
    ],
    ['a boolean', { 'multi-platform': 'maybe' }],
    ['a date', { 'build-arg:SOURCE_DATE_EPOCH': 'yesterday' }],
    ['a date of a far future', { 'build-arg:SOURCE_DATE_EPOCH': '253402300800' }],
    ['a host', { 'add-hosts': 'a' }],
    ['an address', { 'add-hosts': 'a=example.org' }],
    ['quotes', { 'add-hosts': 'a="' }],
    ['a limit', { ulimit: 'nofile' }],
    ['a size', { memory: '0' }],
    ['a network', { 'force-network-mode': 'bridge' }],
    ['a lookup', { 'image-resolve-mode': 'never' }],
    ['JSON', { 'cache-imports': '{' }],
    ['a JSON object', { 'cache-imports': '{}' }],
  ])('refuses %s that means nothing', (_name, options) => {
    expect(() => read(options)).toThrow(FrontendError);
  });

  it("refuses a label beyond the limit of the Mopyfile's labels", () => {
    const label = (size: number) => read({ 'label:a': 'b'.repeat(size) }).labels.get('a')?.length;
    expect(label(31_999)).toBe(31_999);
    expect(() => label(32_000)).toThrow(/^label "a" has more than 32,000 bytes$/);
  });
});
