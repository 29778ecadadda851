import { expect, test } from 'vitest';
import { isFrontendStart } from '../../../src/cli/command-line/frontend-start.js';

test.each<[string, string[], Record<string, string>, boolean]>([
  ['BuildKit starts it', [], { BUILDKIT_SESSION_ID: 'abc' }, true],
  ['the user asks for it', ['-frontend'], {}, true],
  ['with two dashes', ['--frontend'], {}, true],
  ['a plain build', [], {}, false],
  ['words in a build step', ['-dockerfile'], { BUILDKIT_SESSION_ID: 'abc' }, false],
])('%s', (_name, words, environment, expected) => {
  expect(isFrontendStart(words, environment)).toBe(expected);
});
