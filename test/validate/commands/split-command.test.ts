import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitCommand } from '../../../src/validate/commands/split-command.js';

const SAFE: readonly string[] = [
  'python -m app',
  '  leading and trailing  ',
  'tabs\tand   blanks',
  'a "b c" \'d e\'',
  'a"b"c\'d\'e',
  '""',
  "a '' b",
  '"it\'s" \'say "hi"\'',
  'a\\ b \\"c\\" \\\'d\\\'',
  '"a\\"b" "a\\\\b" "a\\$b" "a\\`b" "a\\nb"',
  "'a\\nb'",
  '\\$HOME \\* \\~ \\#x',
  "'$HOME' '*' '~' '#' '|' '&&' '`ls`'",
  '"#" a#b a~b --x=~y',
  'grüße 日本語 😀 "ö ä"',
  'a\\\nb c',
  '"two\nlines" \'three\nmore\'',
  'a=b --c="d e" f=\'g h\'',
  'curl http://localhost:8000/health',
  '{a,b} ]x }y ! %s @x a:b,c^d',
  'non\u00a0breaking\u3000space',
  'trailing line break\n',
];

describe('words', () => {
  test.each(SAFE)('%j is split as a shell splits it', (text) => {
    const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${text}`], { encoding: 'utf8' });
    expect(splitCommand(text)).toEqual({ words: printed.split('\0').slice(0, -1) });
  });

  test.each(['', '  ', '\t\n'])('%j has none', (text) => {
    expect(splitCommand(text)).toEqual({ words: [] });
  });
});

/** Texts that mean the same to every POSIX shell: quoted, escaped and plain pieces, with blanks between some. */
const safeText = fc
  .array(
    fc.oneof(
      fc.stringMatching(/^[\w./:=@%+,^{}!\]-]{1,4}$/),
      fc.stringMatching(/^[^'\0]{0,6}$/).map((text) => `'${text}'`),
      fc.stringMatching(/^[^"\\$`\0]{0,6}$/).map((text) => `"${text}"`),
      fc.constantFrom(
        '"\\$"',
        '"\\\\"',
        '"\\""',
        '"\\`"',
        '"\\n"',
        '\\$',
        '\\ ',
        '\\#',
        '\\~',
        '\\|',
        "\\'",
        '\\"',
        '\\*',
      ),
      fc.constantFrom(' ', '  ', '\t'),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

test('any text without what only a shell can do is split as a shell splits it', () => {
  const texts = fc
    .sample(safeText, { numRuns: 500, seed: 1 })
    .filter((text) => 'words' in splitCommand(text));
  const end = 'end of the words';
  const script = texts.map((text) => `set -- ${text}\nprintf '%s\\0' "$@" '${end}'\n`).join('');
  const printed = execFileSync('sh', ['-s'], { input: script, encoding: 'utf8', maxBuffer: 1 << 26 });
  const commands = printed.split(`${end}\0`).slice(0, -1);
  const expected = commands.map((words) => words.split('\0').slice(0, -1));
  expect(expected).toHaveLength(texts.length);
  expect(texts.map(splitCommand)).toEqual(expected.map((words) => ({ words })));
});

describe('what only a shell can do', () => {
  test.each([
    ['a | b', '|', 2],
    ['a || b', '||', 2],
    ['a && b', '&&', 2],
    ['a & b', '&', 2],
    ['a;b', ';', 1],
    ['a < b', '<', 2],
    ['a <<EOF', '<<', 2],
    ['a > b', '>', 2],
    ['a 2>&1', '>', 3],
    ['a >> b', '>>', 2],
    ['a `b`', '`', 2],
    ['a "`b`"', '`', 3],
    ['a $B', '$', 2],
    ['a ${B}', '${', 2],
    ['a "x $B y"', '$', 5],
    ['a $(b)', '$(', 2],
    ['a $((1))', '$((', 2],
    ['(a)', '(', 0],
    ['a *.py', '*', 2],
    ['a x?', '?', 3],
    ['pip install uvicorn[standard]', '[', 19],
    ['cd ~', '~', 3],
    ['~/bin/x', '~', 0],
    ['a # comment', '#', 2],
    ['a\nb', '\n', 1],
  ])('%j: %s', (text, problem, start) => {
    expect(splitCommand(text)).toEqual({
      problem: 'shell',
      text: problem,
      span: { start, end: start + problem.length },
    });
  });
});

test.each([
  ['a "b', '"', 2],
  ["a 'b", "'", 2],
  ['a "b\\"', '"', 2],
  ['a b\\', '\\', 3],
])('%j stays open', (text, quote, start) => {
  expect(splitCommand(text)).toEqual({
    problem: 'unclosed',
    text: quote,
    span: { start, end: text.length },
  });
});
