import { describe, expect, it } from 'vitest';
import { type StageImageOptions, stageImageConfig } from '../../src/emit/stage-image.js';
import {
  copy,
  distroless,
  environment,
  onStage,
  planOf,
  run,
  stageOn,
  user,
  workingDirectory,
} from '../support/plans.js';

const platform = { os: 'linux', architecture: 'arm', variant: 'v7' } as const;

const plan = planOf([
  stageOn('build', distroless, [
    environment({ A: '1', PATH: '/own' }),
    workingDirectory('/w'),
    run(['true']),
  ]),
  onStage('above', 'build', [environment({ A: '2' }), user('1:2')]),
  stageOn('final', distroless, [copy('build', 'a', '/a/')]),
]);

/** Keys of an image's configuration, in their order, with their values. */
interface Image {
  readonly created?: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly history?: readonly object[];
}

function imageOf(name: string, options: Partial<StageImageOptions> = {}): Image {
  // As it is written: what is undefined is not there.
  return JSON.parse(
    JSON.stringify(stageImageConfig(plan, name, { platform, labels: new Map(), ...options })),
  );
}

const base = {
  config: {
    Shell: ['sh'],
    StopSignal: 'SIGINT',
    Cmd: ['base'],
    Entrypoint: ['base'],
    Env: ['PATH=/base', 'B=1'],
    Labels: { base: 'yes' },
    OnBuild: ['RUN false'],
    User: 'somebody',
  },
  history: [{ created: '2001-01-01T00:00:00Z', created_by: 'FROM' }],
};

describe('the image of a stage that is no target', () => {
  it('has what its steps set, those of stages below included', () => {
    expect(imageOf('above')).toEqual({
      architecture: 'arm',
      variant: 'v7',
      os: 'linux',
      config: { User: '1:2', Env: ['PATH=/own', 'A=2'], WorkingDir: '/w' },
    });
  });

  it('has the usual path and the root folder where nothing is set', () => {
    const bare = planOf([stageOn('bare', undefined, []), stageOn('final', distroless, [])]);
    const image = stageImageConfig(bare, 'bare', { platform, labels: new Map() });
    expect(JSON.parse(JSON.stringify(image)).config).toEqual({
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      WorkingDir: '/',
    });
  });

  it("keeps its base's, but for triggers, in BuildKit's order", () => {
    const image = imageOf('build', { base });
    expect(image.config).toEqual({
      User: 'somebody',
      Env: ['PATH=/own', 'B=1', 'A=1'],
      Entrypoint: ['base'],
      Cmd: ['base'],
      WorkingDir: '/w',
      Labels: { base: 'yes' },
      StopSignal: 'SIGINT',
      Shell: ['sh'],
    });
    expect(Object.keys(image.config)).toEqual([
      'User',
      'Env',
      'Entrypoint',
      'Cmd',
      'WorkingDir',
      'Labels',
      'StopSignal',
      'Shell',
    ]);
    expect(image.history).toEqual(base.history);
  });

  it('must be one', () => {
    expect(() => imageOf('other')).toThrow('no stage is named other: there are build, above, final');
  });
});

describe('the image of a target', () => {
  it("drops its base's command with the entrypoint", () => {
    const { config } = imageOf('final', { base });
    expect(config).toMatchObject({ Entrypoint: ['python'], StopSignal: 'SIGINT', User: '65532:65532' });
    expect(config).not.toHaveProperty('Cmd');
    expect(config).not.toHaveProperty('OnBuild');
  });

  it.each([
    ['final', undefined, { a: '1' }],
    ['final', base, { a: '1', base: 'yes' }],
    ['build', undefined, { a: '1' }],
    ['build', base, { a: '1', base: 'yes' }],
  ])('and of any stage, %s, has the labels of the request beside its own', (name, below, expected) => {
    expect(imageOf(name, { base: below, labels: new Map([['a', '1']]) }).config['Labels']).toEqual(expected);
  });
});

describe('a date', () => {
  it('is that of the image and of its own history', () => {
    const image = imageOf('final', { base, sourceDateEpoch: 1n });
    expect(Object.keys(image)[0]).toBe('created');
    expect(image.created).toBe('1970-01-01T00:00:01Z');
    expect(image.history?.[0]).toEqual(base.history[0]);
    expect(image.history?.slice(1)).toEqual([
      { created: image.created, created_by: 'COPY /a/ /a/ # buildkit', comment: 'buildkit.dockerfile.v0' },
      {
        created: image.created,
        created_by: 'ENTRYPOINT ["python"]',
        comment: 'buildkit.dockerfile.v0',
        empty_layer: true,
      },
    ]);
  });

  it('does without a history', () => {
    expect(imageOf('build', { sourceDateEpoch: 0n })).not.toHaveProperty('history');
    expect(imageOf('build', { sourceDateEpoch: 0n }).created).toBe('1970-01-01T00:00:00Z');
    expect(imageOf('build')).not.toHaveProperty('created');
  });
});
