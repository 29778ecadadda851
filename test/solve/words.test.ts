import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { csvField, csvFields, csvValue } from '../../src/solve/csv.js';
import { shellCommand, shellWord, wordText } from '../../src/solve/word.js';

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
      wordText(word, env),
    );
  });
});

describe('CSV', () => {
  it.each([
    ['a=b', 'a=b'],
    ['a=b,c', '"a=b,c"'],
    ['a={"b":1}', '"a={""b"":1}"'],
    ['a=b c', 'a=b c'],
    ['a=1\n2', '"a=1\n2"'],
  ])('writes and reads %j', (text, field) => {
    expect(csvField(text)).toBe(field);
    expect(csvFields(`x=1,${field},y=2`)).toEqual(['x=1', text, 'y=2']);
  });

  it.each<[string, string, string | undefined]>([
    ['type=oci,dest=a=b', 'dest', 'a=b'],
    ['TYPE=oci', 'type', 'oci'],
    ['"name=a,b",type=image', 'name', 'a,b'],
    ['type=oci', 'name', undefined],
    ['type', 'type', undefined],
    ['', 'type', undefined],
  ])('finds in %j the value of %s', (record, key, value) => {
    expect(csvValue(record, key)).toBe(value);
  });
});
