import { describe, expect, test } from 'vitest';
import { codeFrame } from '../../src/source/code-frame.js';

/** The frame of the text between `«` and `»`. */
function frameOf(marked: string): string {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const text = marked.replace('«', '').replace('»', '');
  return codeFrame({ source: { kind: 'mopyfile', filename: 'x', text }, span: { start, end } });
}

describe('code frames', () => {
  test.each<[string, string, readonly string[]]>([
    ['a word', 'python: «2.7»\nnext', ['  1 | python: 2.7', '    |         ^^^']],
    ['nothing, at the end', 'pip:«»\n', ['  1 | pip:', '    |     ^']],
    ['an empty line', 'a\n«»\nb', ['  2 |', '    | ^']],
    ['Windows line ends', 'a\r\nb: «c»\r\n', ['  2 | b: c', '    |    ^']],
    ['tabs', 'a:\t\t«b»', ['  1 | a:    b', '    |       ^']],
    ['wide characters', 'a: 日本«語»x', ['  1 | a: 日本語x', '    |        ^^']],
    ['emoji', '# 🐍 «x»', ['  1 | # 🐍 x', '    |      ^']],
    ['emoji of older blocks', '✨⭐♈♓🟠«x»', ['  1 | ✨⭐♈♓🟠x', '    |           ^']],
    ['symbols that are one cell wide', '☀©→«x»', ['  1 | ☀©→x', '    |    ^']],
    ['combining marks', 'e\u0301 «x»', ['  1 | e\u0301 x', '    |   ^']],
    ['the first combining mark', 'e\u0300 «x»', ['  1 | e\u0300 x', '    |   ^']],
    ['letters of two code units', '\u{1d41a}«x»', ['  1 | \u{1d41a}x', '    |  ^']],
    ['words and the blank between them', 'a: «b c» d', ['  1 | a: b c d', '    |    ^^^']],
    ['control characters', 'a\u001b[31m«b»', ['  1 | a\ufffd[31mb', '    |       ^']],
    ['text that reorders text', '\u202ea «b»', ['  1 | \ufffda b', '    |    ^']],
    ['a credential before it', 'https://u:p@h/«x»', ['  1 | https://***@h/x', '    |               ^']],
    ['a credential', 'https://«u:p»@h/x', ['  1 | https://***@h/x', '    |         ^^^']],
    ['part of a credential', 'https://u:«p»@h/x', ['  1 | https://***@h/x', '    |         ^^^']],
    [
      'several lines',
      'a: «|\n  one\n  two\n»b: x',
      ['  1 | a: |', '    |    ^', '  2 |   one', '    |   ^^^', '  3 |   two', '    |   ^^^'],
    ],
    [
      'more lines than are shown',
      '«a\nb\nc\nd»',
      ['  1 | a', '    | ^', '  2 | b', '    | ^', '  3 | c', '    | ^', '    | …'],
    ],
    ['line numbers of any length', `${'\n'.repeat(9999)}«x»`, ['10000 | x', '      | ^']],
  ])('%s', (_name, marked, lines) => {
    expect(frameOf(marked)).toBe(lines.join('\n'));
  });

  test('long lines are cut around the marker', () => {
    const [line = '', marker = ''] = frameOf(`${'a'.repeat(500)}«here»${'b'.repeat(500)}`).split('\n');
    expect(line).toBe(`  1 | …${'a'.repeat(50)}here${'b'.repeat(46)}…`);
    expect(line.slice(marker.indexOf('^'), marker.lastIndexOf('^') + 1)).toBe('here');
  });

  test.each<[string, string, string, number]>([
    ['a line of the whole width is shown whole', `${'a'.repeat(99)}«x»`, `${'a'.repeat(99)}x`, 99],
    ['a wider one is cut', `${'a'.repeat(100)}«x»`, `…${'a'.repeat(50)}x`, 51],
    ['the end of a line is shown up to it', `${'a'.repeat(150)}«x»bc`, `…${'a'.repeat(50)}xbc`, 51],
    ['nothing, at the end of a long line', `${'a'.repeat(150)}«»`, `…${'a'.repeat(50)}`, 51],
    ['wide characters take two cells', `${'語'.repeat(100)}«x»`, `…${'語'.repeat(25)}x`, 51],
  ])('%s', (_name, marked, shown, indent) => {
    expect(frameOf(marked)).toBe(`  1 | ${shown}\n    | ${' '.repeat(indent)}^`);
  });

  test('the blanks before a credential are shown', () => {
    const source = {
      kind: 'mopyfile' as const,
      filename: 'x',
      text: 'a: |\n  one two',
      secretSpans: [{ start: 3, end: 14 }],
    };
    expect(codeFrame({ source, span: { start: 5, end: 14 } })).toBe('  2 |   ***\n    |   ^^^');
  });

  test('a long line that is blamed as a whole is cut at its end', () => {
    const [line = '', marker = ''] = frameOf(`«${'a'.repeat(500)}»`).split('\n');
    expect(line).toBe(`  1 | ${'a'.repeat(100)}…`);
    expect(marker).toBe(`    | ${'^'.repeat(100)}`);
  });

  test('lines of any length are drawn at once', () => {
    const [line = ''] = frameOf(`${'a '.repeat(500_000)}«here»${' b'.repeat(500_000)}`).split('\n');
    expect(line).toMatch(/^ {2}1 \| … ?(a )+here( b)+ ?…$/);
  });

  test('a styler gets each piece', () => {
    const location = {
      source: { kind: 'mopyfile' as const, filename: 'x', text: 'a: b' },
      span: { start: 3, end: 4 },
    };
    expect(codeFrame(location, 'warning', (style, text) => `<${style}>${text}</>`)).toBe(
      '<gutter>  1 |</> a: b\n<gutter>    |</>    <warning>^</>',
    );
  });
});
