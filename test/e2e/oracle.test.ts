import { describe, expect, it } from 'vitest';
import { emitDockerfile } from '../../src/emit/dockerfile/dockerfile.js';
import { definition } from '../../src/emit/llb/emit.js';
import type { LlbOptions } from '../../src/emit/llb/options.js';
import { asConverted, comparableOps } from '../support/comparable-ops.js';
import { convertDockerfile } from '../support/convert-dockerfile.js';
import { definitionJson } from '../support/llb-json.js';
import { plans } from '../support/plans.js';

const options: LlbOptions = {
  platform: { os: 'linux', architecture: 'amd64' },
  contextSource: { kind: 'local', name: 'context', unique: 'u', sharedKeyHint: 'context' },
};

describe('BuildKit makes the same ops of the emitted Dockerfile', () => {
  it.each(Object.keys(plans))('%s', async (name) => {
    const plan = plans[name];
    if (!plan) throw new Error('no such plan');
    const theirs = await convertDockerfile(emitDockerfile(plan), plan.context.excludes);
    const ours = asConverted(definitionJson(definition(plan, options)));
    expect(comparableOps(ours)).toEqual(comparableOps(theirs));
  });
});
