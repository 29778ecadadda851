import { describe, expect, test } from 'vitest';
import { resolveLabels } from '../../src/plan/labels.js';
import { blamed, codesOf, validateText, validMopyfile } from './validate-text.js';

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `  ${line(index)}\n`).join('');

/** Each refers to the one before it, twice. */
const doubling = lines(40, (index) =>
  index === 0 ? 'A0: xxxxxxxx' : `A${index}: \${A${index - 1}}\${A${index - 1}}`,
);

describe('values that references make too long', () => {
  test.each([
    ['doubling variables', `envs:\n${doubling}`, '${A11}${A11}'],
    ['doubling labels', `labels:\n${doubling}`, '${A11}${A11}'],
    ['a long value as written', `envs:\n  A: ${'x'.repeat(32_000)}\n  B: "\${A}"\n`, 'x'.repeat(32_000)],
    ['bytes, not letters', `labels:\n  a: ${'ä'.repeat(16_000)}\n`, 'ä'.repeat(16_000)],
    ['a long name', `labels:\n  ? ${'a'.repeat(32_000)}\n  : b\n`, 'b'],
    ['many copies of PATH', `envs:\n  A: ${'${PATH}'.repeat(200)}\n`, '${PATH}'.repeat(200)],
    [
      'all together',
      `envs:\n  A: ${'x'.repeat(31_000)}\n${lines(40, (index) => `B${index}: $\{A}`)}`,
      '${A}',
    ],
    [
      'copies by alias',
      `labels:\n  a: &a ${'${mopy.version}'.repeat(2000)}\n${lines(100, (index) => `b${index}: *a`)}`,
      '*a',
    ],
  ])('%s', async (_, text, place) => {
    const { diagnostics } = await validateText(text);
    expect(new Set(codesOf(diagnostics))).toEqual(new Set(['value-too-long']));
    expect(blamed(diagnostics)).toContain(place);
  });

  test('what fits is no error', async () => {
    const text = `envs:\n  A: ${'x'.repeat(31_999)}\nlabels:\n  a: ${'x'.repeat(15_000)}\n  b: "\${a}\${a}"\n`;
    expect(codesOf((await validateText(text)).diagnostics)).toEqual([]);
  });
});

describe('chains of labels may be long', () => {
  const count = 20_000;

  test('each gets its value', async () => {
    const chain = lines(count, (index) => `a${index}: ${index === count - 1 ? 'end' : `$\{a${index + 1}}`}`);
    const labels = resolveLabels(await validMopyfile(`labels:\n${chain}`), '1.0.0', new Map());
    expect(labels.filter(({ value }) => value === 'end')).toHaveLength(count);
  });

  test('a circle shows its first labels', async () => {
    const circle = lines(count, (index) => `a${index}: $\{a${(index + 1) % count}}`);
    const { diagnostics } = await validateText(`labels:\n${circle}`);
    expect(codesOf(diagnostics)).toEqual(['circular-reference']);
    expect(diagnostics.at(-1)?.message).toContain('`a8` → `a9` → … → `a0`');
  });
});
