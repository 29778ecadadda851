import { expect, test } from 'vitest';
import { escapePattern } from '../../../src/context/ignore/ignore-pattern.js';

test('a path is a pattern for itself alone', () => {
  expect(escapePattern('a*[b]?\\c')).toBe('a\\*\\[b\\]\\?\\\\c');
});
