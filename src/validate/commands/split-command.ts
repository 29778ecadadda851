import type { Span } from '../../source/source.js';

/** The words of a command, or the first place that does not stand for words, with its cause. */
export type SplitCommand =
  | { readonly words: readonly string[] }
  | { readonly problem: 'shell'; readonly text: string; readonly span: Span }
  | { readonly problem: 'unclosed'; readonly text: string; readonly span: Span };

/**
 * Pieces of a command by POSIX's rules of quoting (XCU 2.2). Written out, since packages that split words keep no
 * positions, and take `$` and `|` for text or carry them out.
 */
const PIECE =
  /(?<blank>[ \t]+|\n\s*$|\\\n)|\\(?<escaped>[\s\S])|'(?<single>[^']*)'|"(?<double>(?:[^"\\$`]|\\[\s\S])*)"|(?<plain>[^ \t\n\\'"|&;<>()$`*?[]+)/gy;

/** Operators of a shell, longest first, and what it expands. */
const SHELL = /^(?:&&|\|\||>>|<<|;;|\$\(\(?|\$\{|[|&;<>()$`*?[~#\n])/;

/** Splits a command into words as a POSIX shell splits it. Nothing is expanded: what would be is a problem. */
export function splitCommand(text: string): SplitCommand {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at = PIECE.lastIndex) {
    PIECE.lastIndex = at;
    const { groups = {} } = (isShellWord(text, at, word) ? null : PIECE.exec(text)) ?? {};
    if (groups['blank'] === undefined && unquoted(groups) === undefined) {
      return problemAt(text, at);
    }
    if (groups['blank'] === undefined) {
      word = (word ?? '') + (unquoted(groups) ?? '');
    } else if (groups['blank'] !== '\\\n' && word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return { words: word === undefined ? words : [...words, word] };
}

/** `~` and `#` mean something to a shell where a word starts. */
function isShellWord(text: string, at: number, word: string | undefined): boolean {
  return word === undefined && /[~#]/.test(text.charAt(at));
}

function unquoted({ escaped, single, double, plain }: Partial<Record<string, string>>): string | undefined {
  return escaped ?? single ?? double?.replace(/\\([$`"\\]|\n)/g, (_, kept: string) => kept.trim()) ?? plain;
}

function problemAt(text: string, at: number): SplitCommand {
  const rest = text.slice(at);
  const quote = rest.charAt(0);
  if (quote === '"') {
    const expansion = /^"(?:[^"\\$`]|\\[\s\S])*/.exec(rest)?.[0].length ?? 0;
    return expansion < rest.length && rest.charAt(expansion) !== '\\'
      ? shellProblem(text, at + expansion)
      : { problem: 'unclosed', text: quote, span: { start: at, end: text.length } };
  }
  return quote === "'" || quote === '\\'
    ? { problem: 'unclosed', text: quote, span: { start: at, end: text.length } }
    : shellProblem(text, at);
}

function shellProblem(text: string, at: number): SplitCommand {
  const found = SHELL.exec(text.slice(at))?.[0] ?? text.charAt(at);
  return { problem: 'shell', text: found, span: { start: at, end: at + found.length } };
}
