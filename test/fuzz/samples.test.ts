import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { check } from './check.js';
import { readSamples } from './samples.js';

/** Limits hold for a process of its own: the fuzzer tries those samples, and all others against BuildKit. */
const samples = Object.entries(readSamples(fileURLToPath(new URL('samples', import.meta.url)))).filter(
  ([, input]) => input.kind !== 'size',
);

describe('what the fuzzer once found', () => {
  it.each(samples)('%s', async (_name, input) => {
    expect(await check(input)).toBeUndefined();
  });
});
