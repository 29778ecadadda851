import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { expectAgreement, lockSamples } from '../support/lock-samples.js';

/** Made by `make-samples.py` with the tools themselves, which are the judges of what a lock says. */
const SAMPLES = lockSamples(fileURLToPath(new URL('.', import.meta.url)));

describe.each(SAMPLES)('$title, $name', (sample) => {
  test.each(Object.keys(sample.expected))('says what the exporter says for Python %s', (environment) => {
    expectAgreement(sample, environment);
  });
});

test('every sample has its lock file', () => {
  for (const { folder, lock } of SAMPLES) {
    expect(existsSync(join(folder, lock))).toBe(true);
  }
});
