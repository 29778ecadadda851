import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { argumentText, shellCommand, shellWord } from '../../src/solve/invocation.js';

const AWKWARD = [
  'plain',
  '',
  'a b',
  "it's",
  '"quoted"',
  '$HOME `x` \\',
  '*',
  '~',
  '#x',
  'a\nb',
  'ünï',
  'a;b|c&d',
  '!x',
  '-x',
];

describe('shell words', () => {
  it('stay as they are when nothing needs quotes', () => {
    expect(
      shellCommand({
        program: 'buildctl',
        words: ['build', '--local', 'context=./a-b_c', 'r:5000/x@sha256:a'],
      }),
    ).toBe('buildctl build --local context=./a-b_c r:5000/x@sha256:a');
  });

  it('come out of a shell as they went in', () => {
    const line = shellCommand({ program: 'printf', words: ['%s\\0', ...AWKWARD] });
    expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(AWKWARD);
  });

  it('leave variables to the shell', () => {
    const word = AWKWARD.flatMap((text) => [text, { variable: 'VALUE' }]);
    const env = { VALUE: '$x "y" \'z\'' };
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8', env })).toBe(
      argumentText(word, env),
    );
  });
});
