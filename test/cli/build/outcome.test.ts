import { expect, it } from 'vitest';
import { type BuildFacts, outcomeLine, summaryLine } from '../../../src/cli/build/outcome.js';
import type { Plan, Target } from '../../../src/plan/plan.js';
import { REQUEST } from '../../solve/inputs.js';
import { distroless, planOf, stageOn } from '../../support/plans.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;

const SIZE = { bytes: 16_282_900, layers: 14, form: 'compressed' } as const;

it.each<[BuildFacts, string]>([
  [{ milliseconds: 1234, sizes: [] }, 'built in 1.2 s'],
  [{ milliseconds: 59_960, sizes: [] }, 'built in 1 min 0 s'],
  [{ milliseconds: 119_600, sizes: [] }, 'built in 2 min 0 s'],
  [{ milliseconds: 61_000, run: 3, cached: 20, sizes: [] }, 'built in 1 min 1 s; 3 steps run, 20 cached'],
  [
    { milliseconds: 1000, run: 1, cached: 0, digest: DIGEST, sizes: [SIZE] },
    `built in 1.0 s; 1 step run, 0 cached; 16.3 MB compressed in 14 layers; ${DIGEST}`,
  ],
  [
    { milliseconds: 1000, digest: DIGEST, sizes: [{ ...SIZE, form: 'unpacked' }] },
    `built in 1.0 s; 16.3 MB unpacked in 14 layers; ${DIGEST}`,
  ],
  [
    {
      milliseconds: 1000,
      sizes: ['linux/amd64', 'linux/arm/v7'].map((platform) => ({ ...SIZE, platform })),
    },
    'built in 1.0 s; linux/amd64 16.3 MB compressed in 14 layers; linux/arm/v7 16.3 MB compressed in 14 layers',
  ],
])('says how a build went: %o', (facts, expected) => {
  expect(summaryLine(facts)).toBe(expected);
});

it.each([
  ['python:3.12', 'loaded app:build into docker; open a shell in it with: docker run --rm -it app:build sh'],
  [
    distroless.name,
    'loaded app:build into docker; it has no shell; -output type=tar,dest=stage.tar writes its files',
  ],
])('says how to look into a stage on %s', (name, expected) => {
  const target: Target = { foundation: 'distroless', stage: 'build', intermediate: true };
  const plan: Plan = { ...planOf([stageOn('build', { ...distroless, name }, [])]), targets: [target] };
  expect(outcomeLine(plan, { ...REQUEST, tags: ['app:build'] }, 'docker')).toBe(expected);
});
