import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { unique } from '../../src/basics/unique.js';
import { compileSample, sampleNames } from '../support/samples.js';

const architecture = readFileSync(
  fileURLToPath(new URL('../../docs/architecture.md', import.meta.url)),
  'utf8',
);

test('the guide to the code lists every stage that the samples have', async () => {
  const section = /^## The image$(.*?)^## /ms.exec(architecture)?.[1] ?? '';
  const listed = [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name = '']) => name);
  const plans = await Promise.all(sampleNames().map((name) => compileSample(name)));
  const names = plans.flatMap(({ stages }) => stages.map(({ name }) => name));
  const plain = names.map((name) => name.replace(/-(?:distroless|slim)$/, ''));
  expect(listed.toSorted()).toEqual(unique(plain).toSorted());
});
