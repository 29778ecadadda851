import { stretchAt } from '../source/position.js';

/** A line as pip sees it: continuations joined, comment gone, trimmed. */
export interface LogicalLine {
  readonly text: string;
  /** Where in the file a character of `text` stands. */
  readonly offsetOf: (index: number) => number;
}

/** A stretch of the file. */
interface Piece {
  readonly text: string;
  readonly offset: number;
}

/** Line ends of Python's `splitlines`. */
const BREAK = '\\n\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029';
const LINE = new RegExp(`([^${BREAK}]*)(?:\\r\\n|[${BREAK}]|$)`, 'g');
const COMMENT_LINE = /^\s*#/;

/**
 * The lines of a requirements file that say something (`preprocess` of pip/_internal/req/req_file.py, whose order
 * matters: lines are joined first and comments go afterwards, but a comment line ends a continuation).
 */
export function* logicalLines(text: string): Generator<LogicalLine> {
  let pieces: Piece[] = [];
  for (const match of text.matchAll(LINE)) {
    const [, line = ''] = match;
    const isComment = COMMENT_LINE.test(line);
    if (line.endsWith('\\') && !isComment) {
      pieces.push(continued(line, match.index));
      continue;
    }
    // Joined to what comes before, the comment must still be one.
    const blank = isComment ? [{ text: ' ', offset: match.index }] : [];
    yield* withoutComment([...pieces, ...blank, { text: line, offset: match.index }]);
    pieces = [];
  }
  yield* withoutComment(pieces);
}

/** pip takes all backslashes off both ends of a line that is continued. */
function continued(line: string, offset: number): Piece {
  const start = /^\\*/.exec(line)?.[0].length ?? 0;
  return { text: line.replace(/^\\+|\\+$/g, ''), offset: offset + start };
}

/** The line that pieces make, if it says something. */
function withoutComment(pieces: readonly Piece[]): readonly LogicalLine[] {
  const joined = pieces.map(({ text }) => text).join('');
  const comment = joined.includes('#') ? joined.search(/(?<=^|\s)#/) : -1;
  const code = (comment < 0 ? joined : joined.slice(0, comment)).trimEnd();
  const text = code.trimStart();
  const before = code.length - text.length;
  let end = 0;
  const starts = pieces.map((piece) => {
    end += piece.text.length;
    return end - piece.text.length;
  });
  const offsetOf = (index: number): number => {
    const piece = stretchAt(starts, before + index);
    return (pieces[piece]?.offset ?? 0) + before + index - (starts[piece] ?? 0);
  };
  return text === '' ? [] : [{ text, offsetOf }];
}
