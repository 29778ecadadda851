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
    expect(line).toMatch(/^ {2}1 \| …a+hereb+…$/);
    expect(line.length).toBeLessThan(115);
    expect(line.slice(marker.indexOf('^'), marker.lastIndexOf('^') + 1)).toBe('here');
  });

  test('a long line that is blamed as a whole is cut at its end', () => {
    const [line = '', marker = ''] = frameOf(`«${'a'.repeat(500)}»`).split('\n');
    expect(line).toMatch(/^ {2}1 \| a+…$/);
    expect(marker.length).toBe(line.length - 1);
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
