import { describe, expect, it } from 'vitest';
import { findStage, stageChain, targetFor } from '../../src/plan/lookup.js';
import type { Platform } from '../../src/plan/plan.js';
import { onStage, planOf, stageOn } from '../support/plans.js';

const plan = planOf([
  stageOn('low', undefined, []),
  onStage('middle', 'low', []),
  onStage('high', 'middle', []),
]);

describe('stages', () => {
  it('are found by their names', () => {
    expect(findStage(plan, 'middle')).toBe(plan.stages[1]);
    expect(() => findStage(plan, 'other')).toThrow('no stage is named other: there are low, middle, high');
  });

  it('have those below them', () => {
    expect(stageChain(plan, 'high').map(({ name }) => name)).toEqual(['low', 'middle', 'high']);
    expect(stageChain(plan, 'low')).toEqual([plan.stages[0]]);
  });
});

describe('the target for a platform', () => {
  const amd64: Platform = { os: 'linux', architecture: 'amd64' };
  const v7: Platform = { os: 'linux', architecture: 'arm', variant: 'v7' };
  const targets = [amd64, v7].map(
    (platform) => ({ stage: platform.architecture, foundation: 'distroless', platform }) as const,
  );

  it('is any platform where the builder decides', () => {
    expect(targetFor(plan, v7)).toBe(plan.targets[0]);
  });

  it.each([
    [amd64, 'amd64'],
    [v7, 'arm'],
  ])('%j is its own', (platform, stage) => {
    expect(targetFor({ ...plan, targets }, platform).stage).toBe(stage);
  });

  it.each<[Platform, string]>([
    [{ ...v7, variant: 'v6' }, 'linux/arm/v6'],
    [{ os: 'linux', architecture: 'arm' }, 'linux/arm'],
    [{ ...amd64, variant: 'v2' }, 'linux/amd64/v2'],
    [{ ...amd64, architecture: 'arm64' }, 'linux/arm64'],
  ])('%j is missing', (platform, name) => {
    expect(() => targetFor({ ...plan, targets }, platform)).toThrow(`the plan has no target for ${name}`);
  });
});
