import type { Span } from '../source/source.js';

/** A word of a line with quotes and escapes taken away. */
export interface Word {
  readonly text: string;
  /** Where it was written, quotes included. */
  readonly span: Span;
}

const WORD = /(?:[^\s"'\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/gsy;

/** Splits a line from an offset on as Python's `shlex.split` does, which pip uses; undefined when a quote stays open. */
export function splitWords(line: string, from: number): readonly Word[] | undefined {
  const words: Word[] = [];
  let at = from;
  while (true) {
    at += /^\s*/.exec(line.slice(at))?.[0].length ?? 0;
    if (at >= line.length) {
      return words;
    }
    WORD.lastIndex = at;
    const written = WORD.exec(line)?.[0];
    if (written === undefined || !/^$|\s/.test(line.charAt(at + written.length))) {
      return undefined;
    }
    words.push({ text: unquoted(written), span: { start: at, end: at + written.length } });
    at += written.length;
  }
}

function unquoted(written: string): string {
  return written.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replace(/\\(["\\])/g, '$1') ?? escaped ?? '',
  );
}
