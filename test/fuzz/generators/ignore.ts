import fc from 'fast-check';
import type { IgnoreInput } from '../input.js';
import { trickyText } from './text.js';

const NAMES = ['a', 'b', 'ab', 'app', 'main.py', '.git', '.env', 'A', 'é', '[a]', 'a b', '*', '!a'];

const segment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NAMES) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '*',
      '**',
      '?',
      '.',
      '..',
      'a*',
      '*a',
      '*.py',
      '**a',
      'a**',
      '***',
      '?b',
      '*a*b',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '[a-b]',
      '[^a]',
      '[!a]',
      '[a',
      'a]',
      '[]',
      '[]a]',
      '[a-]',
      '[^]',
      '\\a',
      '\\*',
      '\\[',
      '[\\]]',
      '\\',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('$', '^', '(', ')', '+', '{a,b}', '|', '.*', '') },
  // Patterns that Docker's translation leaves to Go's expressions.
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.constantFrom(
          ...[
            'a',
            'b',
            '*',
            '?',
            '|',
            '^',
            '{1}',
            '{0,2}',
            '{2,}',
            '{,2}',
            '{1001}',
            '{',
            '}',
            '-',
            '(',
            '.',
          ],
          ...['[[:alpha:]]', '[^[:^alpha:]]', '[a*]', '[?]', '[\\d]', '[\\--a]', '[a-\\]]', '[é-😀]', '[[]'],
          ...[
            '\\d',
            '\\W',
            '\\s',
            '\\b',
            '\\B',
            '\\A',
            '\\z',
            '\\Q',
            '\\E',
            '\\pL',
            '\\PL',
            '\\p{Greek}',
            '\\x61',
          ],
          ...['\\x{61}', '\\141', '\\1', '\\C', '\\é', '\\.', '\\-', '\\{', '\\n', '\\a', '[\\pL]', '[\\Q]'],
        ),
        { minLength: 1, maxLength: 5 },
      )
      .map((parts) => parts.join('')),
  },
);

const pattern = fc
  .tuple(
    fc.constantFrom('', '', '', '!', '! ', '!!', ' ', '/', './', '../'),
    fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/')),
    fc.constantFrom('', '', '/', '/**', '/*', ' ', '//', '\r'),
  )
  .map((parts) => parts.join(''));

const line = fc.oneof(
  { weight: 8, arbitrary: pattern },
  { weight: 1, arbitrary: fc.constantFrom('', '#', '# a', ' # a', '!', '\ufeffa', '**/') },
  { weight: 1, arbitrary: trickyText },
);

/** An ignore file. */
export const ignoreFile = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'));

const path = fc
  .array(fc.constantFrom(...NAMES, 'aa', 'aab', 'b.py', 'x', ']', '^', '-'), { minLength: 1, maxLength: 5 })
  .map((segments) => segments.join('/'));

export const ignoreInput: fc.Arbitrary<IgnoreInput> = fc.record({
  kind: fc.constant('ignore' as const),
  text: ignoreFile,
  paths: fc.uniqueArray(path, { minLength: 1, maxLength: 6 }),
});
