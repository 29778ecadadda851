import { describe, expect, it } from 'vitest';
import {
  type BaseImageConfig,
  imageConfig,
  mergeEnvironment,
  mergeLabels,
} from '../../src/emit/image-config.js';
import type { ImageConfiguration } from '../../src/plan/plan.js';
import { copy, distroless, planOf, stageOn } from '../support/plans.js';

const platform = { os: 'linux', architecture: 'amd64' } as const;

/** The configuration of an image with the plan's own part changed. */
function configOf(image: Partial<ImageConfiguration> = {}, base?: BaseImageConfig) {
  const plan = planOf([stageOn('final', distroless, [copy('project', 'app', '/app/')])]);
  return imageConfig({ ...plan, image: { ...plan.image, ...image } }, platform, base);
}

describe('the configuration of an image', () => {
  it('has no key for what nobody set, and none of a base that is not known', () => {
    expect(configOf()).toEqual({
      architecture: 'amd64',
      os: 'linux',
      config: { User: '65532:65532', Env: [], Entrypoint: ['python'], WorkingDir: '/', Labels: {} },
    });
  });

  it('has the same keys on a base that sets nothing', () => {
    for (const base of [
      {},
      { config: null },
      { config: {} },
      { config: { ExposedPorts: null, Volumes: null } },
    ]) {
      expect(configOf({}, base).config).toEqual(configOf().config);
    }
  });

  it('names the variant of an architecture that has several', () => {
    const arm = { ...platform, architecture: 'arm', variant: 'v7' };
    expect(imageConfig(planOf([stageOn('final', distroless, [])]), arm)).toMatchObject({
      architecture: 'arm',
      variant: 'v7',
    });
  });

  it('is for platforms that the plan was made for', () => {
    const plan = planOf([stageOn('final', distroless, [])]);
    const targets = [{ stage: 'final', foundation: 'distroless', platform } as const];
    expect(imageConfig({ ...plan, targets }, platform).os).toBe('linux');
    expect(() => imageConfig({ ...plan, targets }, { ...platform, architecture: 'arm64' })).toThrow(
      'the plan has no target for linux/arm64',
    );
  });

  it.each<[string, Partial<ImageConfiguration>, object]>([
    ['a command', { command: ['a', 'b'] }, { Cmd: ['a', 'b'], ArgsEscaped: true }],
    ['an empty command', { command: [] }, { Cmd: [], ArgsEscaped: true }],
    ['ports, sorted', { ports: ['80/tcp', '53/udp'] }, { ExposedPorts: { '53/udp': {}, '80/tcp': {} } }],
    ['volumes, sorted', { volumes: ['/b', '/a'] }, { Volumes: { '/a': {}, '/b': {} } }],
    ['variables', { environment: [{ name: 'A', value: 'b=c' }] }, { Env: ['A=b=c'] }],
    ['a folder and a user', { workingDirectory: '/w', user: '1:2' }, { WorkingDir: '/w', User: '1:2' }],
    [
      'labels',
      {
        labels: [
          { name: 'b', value: '1' },
          { name: 'a', value: '2' },
        ],
      },
      { Labels: { a: '2', b: '1' } },
    ],
    ['a health check', { healthcheck: { words: ['x', 'y'] } }, { Healthcheck: { Test: ['CMD', 'x', 'y'] } }],
    [
      'a health check with all its numbers, zero among them',
      {
        healthcheck: { words: ['x'], interval: 1, timeout: 2, startPeriod: 3, startInterval: 4, retries: 0 },
      },
      {
        Healthcheck: {
          Test: ['CMD', 'x'],
          Interval: 1,
          Timeout: 2,
          StartPeriod: 3,
          StartInterval: 4,
          Retries: 0,
        },
      },
    ],
  ])('has %s', (_name, image, expected) => {
    expect(configOf(image).config).toEqual({ ...configOf().config, ...expected });
    expect(JSON.stringify(configOf(image).config)).toContain(
      JSON.stringify(expected).slice(1, -1).split(',"')[0],
    );
  });

  it('lacks the entrypoint where a command takes its place', () => {
    expect(configOf({ entrypoint: [], command: ['a'] }).config).not.toHaveProperty('Entrypoint');
  });

  it('keeps what its base says and the plan does not', () => {
    const Healthcheck = { Test: ['NONE'] };
    const base = {
      config: {
        Env: ['A=base', 'B=base'],
        Labels: { base: 'yes', own: 'base' },
        ArgsEscaped: true,
        ExposedPorts: { '1/tcp': {} },
        Volumes: { '/v': {} },
        Healthcheck,
      },
    };
    const own = { environment: [{ name: 'A', value: 'own' }], labels: [{ name: 'own', value: 'plan' }] };
    expect(configOf(own, base).config).toEqual({
      ...configOf().config,
      Env: ['A=own', 'B=base'],
      Labels: { base: 'yes', own: 'plan' },
      ArgsEscaped: true,
      ExposedPorts: { '1/tcp': {} },
      Volumes: { '/v': {} },
      Healthcheck,
    });
    expect(configOf({ ports: ['0/udp'], volumes: ['/w'] }, base).config).toMatchObject({
      ExposedPorts: { '0/udp': {}, '1/tcp': {} },
      Volumes: { '/v': {}, '/w': {} },
    });
    expect(configOf({ healthcheck: { words: ['own'] } }, base).config.Healthcheck).toEqual({
      Test: ['CMD', 'own'],
    });
  });

  it.each([[null], [undefined], [[]], [[{ created_by: 'FROM' }]]])(
    'has the history of its base, %j, and its own behind it',
    (history) => {
      expect(configOf({}, { ...(history !== undefined && { history }) }).history).toEqual([
        ...(history ?? []),
        { created_by: 'COPY /app/ /app/ # buildkit', comment: 'buildkit.dockerfile.v0' },
        { created_by: 'ENTRYPOINT ["python"]', comment: 'buildkit.dockerfile.v0', empty_layer: true },
      ]);
    },
  );
});

describe('variables', () => {
  it.each([
    [[], [], []],
    [['A=1', 'B=2'], [{ name: 'A', value: '3' }], ['A=3', 'B=2']],
    [['A=1'], [{ name: 'B', value: '' }], ['A=1', 'B=']],
    [['A=1=2', 'B'], [{ name: 'B', value: '3' }], ['A=1=2', 'B=3']],
    [['A=1', 'A=2'], [], ['A=2']],
  ])('%j with %j are %j', (base, own, expected) => {
    expect(mergeEnvironment(base, own)).toEqual(expected);
  });
});

describe('labels', () => {
  it('are sorted, and newer ones win', () => {
    const merged = mergeLabels({ b: '1', c: '2' }, [
      ['c', '3'],
      ['a', '4'],
    ]);
    expect(Object.entries(merged)).toEqual([
      ['a', '4'],
      ['b', '1'],
      ['c', '3'],
    ]);
  });

  it('may be missing from the base', () => {
    expect(mergeLabels(null, [['a', '1']])).toEqual({ a: '1' });
    expect(mergeLabels(undefined, [])).toEqual({});
  });
});
