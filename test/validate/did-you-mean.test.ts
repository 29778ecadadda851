import { describe, expect, test } from 'vitest';
import { closest, wordFinder } from '../../src/validate/did-you-mean.js';
import { validateText } from './validate-text.js';

test.each([
  ['distrolless', 'distroless'],
  ['SLIM', 'slim'],
  ['silm', 'slim'],
  ['dis-tro_less', 'distroless'],
  ['alpine', undefined],
  ['x'.repeat(300), undefined],
])('%s is meant to be %s', (word, expected) => {
  expect(closest(word, ['distroless', 'slim'])).toBe(expected);
});

test('the nearest word wins, and of equals the first', () => {
  expect(closest('pipe', ['pope', 'pip', 'wipe'])).toBe('pope');
  expect(closest('pipes', ['popes', 'pipes '])).toBe('pipes ');
});

describe('a file of thousands of misspelt references', () => {
  const count = 5000;
  const names = Array.from({ length: count }, (_, index) => `org.example.label${index}`);

  test.each(['labels', 'envs'])('in %s has an error for each, and suggestions for the first', async (key) => {
    const entries = names.map((name) =>
      key === 'labels' ? `  ${name}: \${${name}x}\n` : `  ${name.replaceAll('.', '_')}: \${PAHT}\n`,
    );
    const { diagnostics } = await validateText(`python: 3.13\n${key}:\n${entries.join('')}`);
    const found = diagnostics.filter(({ code }) => code === 'unknown-reference');
    expect(found).toHaveLength(count);
    expect(found[0]?.hint).toMatch(/^did you mean/);
    expect(found.at(-1)?.hint).not.toMatch(/^did you mean/);
  });

  test('is what a finder gets tired of', () => {
    const find = wordFinder();
    const answers = names.map((name) => find(`${name}x`, names));
    expect(answers[0]).toBe(names[0]);
    expect(answers.at(-1)).toBeUndefined();
  });
});
