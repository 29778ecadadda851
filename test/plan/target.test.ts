import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.js';
import { hasShell, noStage, withTarget } from '../../src/plan/target.js';
import { copy, distroless, onStage, planOf, run, stageOn } from '../support/plans.js';

const plan = planOf([
  stageOn('build', distroless, [run(['true'])]),
  onStage('above', 'build', [run(['true'])]),
  stageOn('final', distroless, [copy('build', 'a', '/a/')]),
]);

describe('a plan with another target', () => {
  it.each([
    ['above', ['build', 'above'], [true]],
    ['BUILD', ['build'], [true]],
    ['final', ['build', 'final'], [undefined]],
  ])('%s has the stages that it needs', (name, stages, intermediate) => {
    const targeted = withTarget(plan, name);
    expect(targeted?.stages.map((stage) => stage.name)).toEqual(stages);
    expect(targeted?.targets.map((target) => target.stage)).toEqual([name.toLowerCase()]);
    expect(targeted?.targets.map((target) => target.intermediate)).toEqual(intermediate);
  });

  describe('of platforms on different foundations', () => {
    const targets: Plan['targets'] = [
      {
        platform: { os: 'linux', architecture: 'amd64' },
        foundation: 'distroless',
        stage: 'final-distroless',
      },
      { platform: { os: 'linux', architecture: '386' }, foundation: 'slim', stage: 'final-slim' },
    ];
    const stages = ['build', 'final'].flatMap((name) => [
      stageOn(`${name}-distroless`, distroless, []),
      stageOn(`${name}-slim`, { ...distroless, name: 'python:3.12-slim' }, []),
    ]);
    const mixed = { ...plan, stages, targets };

    it.each([
      ['build', ['build-distroless', 'build-slim']],
      ['build-slim', ['build-slim', 'build-slim']],
    ])('means the stage that each platform has: %s', (name, expected) => {
      expect(withTarget(mixed, name)?.targets.map(({ stage }) => stage)).toEqual(expected);
    });

    it.each(['build-distroless', 'FINAL-distroless:1'])('is none for %s, which one of them lacks', (name) => {
      expect(withTarget(mixed, name)).toBeUndefined();
      const [stage = ''] = name.toLowerCase().split(':');
      expect(noStage(mixed, name)).toBe(
        `there is no distroless image for linux/386, on which the build stage ${stage} stands: \`${stage.replace('-distroless', '')}\` is each platform's own`,
      );
    });
  });

  it.each([
    ['build:2', [['build', 1]]],
    ['BUILD:1', [['build', 0]]],
    [
      'above:0',
      [
        ['build', 2],
        ['above', 0],
      ],
    ],
    ['final:1', [['final', 0]]],
  ])('%s ends when its step has run', (name, stages) => {
    const numbered = {
      ...plan,
      stages: [stageOn('build', distroless, [run(['one']), run(['two'])]), ...plan.stages.slice(1)],
    };
    const targeted = withTarget(numbered, name);
    expect(targeted?.stages.map((stage) => [stage.name, stage.steps.length])).toEqual(stages);
    expect(targeted?.targets.map(({ intermediate }) => intermediate)).toEqual([true]);
  });

  it.each(['build:0', 'build:3', 'above:2', 'nope:1'])('is none for %s', (name) => {
    expect(withTarget(plan, name)).toBeUndefined();
  });

  it.each([
    ['BUILD:3', 'the build stage build has no step 3: they go from 1 to 2'],
    ['above:9', 'the build stage above has no step 9: they go from 0 to 1'],
  ])('says which steps a stage has: %s', (name, expected) => {
    expect(noStage(plan, name)).toBe(expected);
  });

  it('is none for a name that means no stage, and the message lists those there are', () => {
    expect(withTarget(plan, 'nope')).toBeUndefined();
    expect(noStage(plan, 'nope')).toBe('there is no build stage "nope"; the stages are build, above, final');
  });
});

it('has a shell where it stands on an image of Python', () => {
  const python = { ...distroless, name: 'python:3.12-slim' };
  const other = planOf([stageOn('build', python, []), onStage('above', 'build', [])]);
  const target = { foundation: 'slim', stage: 'above' } as const;
  expect(hasShell(other, target)).toBe(true);
  expect(hasShell(plan, target)).toBe(false);
});
