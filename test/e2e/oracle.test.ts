import { describe, expect, it } from 'vitest';
import { emitDockerfile } from '../../src/emit/dockerfile/dockerfile.js';
import { definition } from '../../src/emit/llb/emit.js';
import type { LlbSettings } from '../../src/emit/llb/options.js';
import type { Plan, Stage } from '../../src/plan/plan.js';
import { asConverted, comparableOps } from '../support/comparable-ops.js';
import { convertDockerfile } from '../support/convert-dockerfile.js';
import { definitionJson } from '../support/llb-json.js';
import { plans } from '../support/plans.js';
import { compileSample, sampleNames, samplePlatform } from '../support/samples.js';

const plain: LlbSettings = {
  platform: { os: 'linux', architecture: 'amd64' },
  contextSource: { kind: 'local', name: 'context', unique: 'u', sharedKeyHint: 'context' },
};

/** Options of this project's emitter, and those of BuildKit's Dockerfile frontend that mean the same. */
const variations: Readonly<Record<string, [Partial<LlbSettings>, readonly string[]]>> = {
  'another target': [{ stage: 'build' }, ['target=build']],
  'no cache': [{ ignoreCache: 'all' }, ['no-cache=']],
  'no cache for a stage': [{ ignoreCache: ['build', 'final'] }, ['no-cache=Build,final']],
  'pulled images': [{ resolveMode: 'pull' }, ['image-resolve-mode=pull']],
  'local images': [{ resolveMode: 'local' }, ['image-resolve-mode=local']],
  proxies: [
    { proxies: { http_proxy: 'http://p', no_proxy: 'localhost' } },
    ['build-arg:http_proxy=http://p', 'build-arg:NO_PROXY=localhost'],
  ],
  'an empty proxy': [{ proxies: { all_proxy: '' } }, ['build-arg:all_proxy=']],
  'hosts and a host name': [
    {
      hostname: 'box',
      extraHosts: [
        { host: 'a', ip: '10.0.0.1' },
        { host: 'b', ip: '::1' },
      ],
    },
    ['hostname=box', 'add-hosts=a=10.0.0.1,b=::1'],
  ],
  limits: [
    {
      ulimits: [
        { name: 'nofile', soft: 1024n, hard: 2048n },
        { name: 'core', soft: -1n, hard: -1n },
      ],
      cgroupParent: '/mopy',
      shmSize: 134217728n,
      resources: { memory: 536870912n, cpuShares: 512n, cpuQuota: 50000n, cpusetCpus: '0-1' },
    },
    [
      'ulimit=nofile=1024:2048,core=-1:-1',
      'cgroup-parent=/mopy',
      'shm-size=134217728',
      'memory=536870912',
      'cpushares=512',
      'cpuquota=50000',
      'cpusetcpus=0-1',
    ],
  ],
  'the host network': [{ network: 'host' }, ['force-network-mode=host']],
  'no network': [{ network: 'none' }, ['force-network-mode=none']],
  'a cache namespace': [{ cacheNamespace: 'team' }, ['build-arg:BUILDKIT_CACHE_MOUNT_NS=team']],
};

describe('BuildKit makes the same ops of the emitted Dockerfile', () => {
  it.each(Object.entries(plans))('%s', async (_name, plan) => {
    await expectSameOps(plan);
  });

  it.each(sampleNames())('of the sample %s', async (name) => {
    const plan = onKnownPython(await compileSample(name));
    await expectSameOps(plan, { platform: samplePlatform(plan) });
  });

  it.each(Object.entries(variations))('with %s', async (_name, [ours, theirs]) => {
    await expectSameOps(plans['mounts'], ours, theirs);
  });

  it('with a date for what is made', async () => {
    const epoch = ['build-arg:SOURCE_DATE_EPOCH=1700000000'];
    await expectSameOps(plans['folders and users'], { sourceDateEpoch: 1_700_000_000n }, epoch);
  });
});

/** The plan on images of a version that the engine always has. */
function onKnownPython(plan: Plan): Plan {
  const stages = plan.stages.map((stage): Stage => {
    if (stage.base.kind !== 'image') {
      return stage;
    }
    const reference = stage.base.image.reference.replace(/^python:[\d.]+/, 'python:3.11');
    return { ...stage, base: { kind: 'image', image: { ...stage.base.image, reference } } };
  });
  return { ...plan, stages };
}

async function expectSameOps(
  plan: Plan | undefined,
  ours: Partial<LlbSettings> = {},
  theirs: readonly string[] = [],
): Promise<void> {
  if (!plan) {
    throw new Error('no such plan');
  }
  const converted = await convertDockerfile(emitDockerfile(plan), plan.context.excludes, theirs);
  const emitted = asConverted(definitionJson(definition(plan, { ...plain, ...ours })));
  expect(comparableOps(emitted)).toEqual(comparableOps(converted));
}
