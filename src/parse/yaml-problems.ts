import type { Document, ErrorCode, YAMLError } from 'yaml';
import { isCollection, isScalar, visit } from 'yaml';
import { lineEnd, lineStart } from '../source/position.js';
import type { Span } from '../source/source.js';
import type { Problem } from './problem.js';

/** More than this is the same mistake seen again. */
const MAXIMUM_PROBLEMS = 5;

interface SyntaxExplanation {
  readonly code?: Problem['code'];
  readonly message: string;
  readonly hint: string;
}

const INDENTATION: SyntaxExplanation = {
  message: 'this line does not fit the indentation of the lines above',
  hint: 'give the entries of one list or mapping the same indentation, two spaces more than their key',
};

const COLON: SyntaxExplanation = {
  message: 'a key has no value: the `:` is missing, or the line belongs to the one above',
  hint: 'write `key: value`, with a space after the colon',
};

const BRACKETS: SyntaxExplanation = {
  message: 'a `[` or `{` is not closed properly',
  hint: 'separate entries with commas and end the list with `]`, the mapping with `}`',
};

/** Extras between the brackets of a list: `[uvicorn[standard]]`. */
const NESTED_BRACKETS: SyntaxExplanation = {
  message: 'a `[` inside of a list starts another list',
  hint: "put an entry that holds brackets in quotes, or write one entry on a line: `- 'name[extra]'`",
};

const SURPLUS_INDENTATION: SyntaxExplanation = {
  message: 'this line is indented deeper than the line above, whose value it continues',
  hint: 'start the key in the same column as the keys above',
};

const OUTDENTED: SyntaxExplanation = {
  message: 'this key starts further left than the first key of the file',
  hint: 'start all keys in the first column',
};

const UNEXPECTED: SyntaxExplanation = {
  message: 'this is not expected here',
  hint: 'put values that hold special characters in quotes, and check the indentation',
};

/** Meanings of the library's codes for somebody who does not know YAML by heart. */
const EXPLANATIONS: Readonly<Partial<Record<ErrorCode, SyntaxExplanation>>> = {
  TAB_AS_INDENT: {
    code: 'yaml-tab',
    message: 'a tab indents this line',
    hint: 'indent with spaces: YAML allows no tabs',
  },
  MULTIPLE_DOCS: {
    code: 'multiple-documents',
    message: 'a second YAML document starts here',
    hint: 'a Mopyfile is one document: remove the `---` or `...` and join what it separates',
  },
  BAD_INDENT: INDENTATION,
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a mapping or list cannot start here',
    hint: 'put a value that holds `: ` in quotes, or start the mapping on a line of its own with deeper indentation',
  },
  MULTILINE_IMPLICIT_KEY: COLON,
  BAD_SCALAR_START: {
    message: 'a value without quotes cannot start with this character',
    hint: 'put the value in quotes',
  },
  BAD_DQ_ESCAPE: {
    message: 'this is not an escape sequence of YAML',
    hint: 'double the backslash, or use single quotes, in which a backslash stands for itself; a path has `/` between folders',
  },
  BAD_ALIAS: {
    message: 'this alias or anchor has no proper name',
    hint: 'put a value that starts with `*` or `&` in quotes',
  },
  BAD_DIRECTIVE: {
    message: 'this directive is not known to YAML',
    hint: 'remove the line; the only directive that a Mopyfile needs is the comment `#syntax=`',
  },
  KEY_OVER_1024_CHARS: {
    message: 'this key is longer than YAML allows',
    hint: 'check that the `:` is where it belongs',
  },
  RESOURCE_EXHAUSTION: {
    message: 'lists and mappings are nested too deeply',
    hint: 'remove the surplus brackets or indentation',
  },
  BLOCK_IN_FLOW: {
    message: 'an indented list or mapping cannot stand between brackets',
    hint: BRACKETS.hint,
  },
};

/** The library's errors, each line blamed once: what follows on a line is mostly due to its first error. */
export function yamlProblems(text: string, document: Document): readonly Problem[] {
  const lines = new Set<number>();
  const problems: Problem[] = [];
  let seenUntil = -1;
  for (const error of document.errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    // Errors of a line that was seen: there may be a million of them.
    if (error.pos[0] <= seenUntil) {
      continue;
    }
    seenUntil = lineEnd(text, error.pos[0]);
    const noticed = lineStart(text, error.pos[0]);
    if (lines.has(noticed)) {
      continue;
    }
    const problem = toProblem(text, document, error);
    const line = lineStart(text, problem.spans[0].start);
    if (!lines.has(line)) {
      problems.push(problem);
    }
    lines.add(noticed).add(line);
    if (problems.length === MAXIMUM_PROBLEMS) {
      break;
    }
  }
  return problems;
}

function toProblem(text: string, document: Document, error: YAMLError): Problem {
  const special = surplusIndentation(text, error) ?? nestedBracket(text, error) ?? outdented(text, error);
  const { code = 'yaml-syntax', message, hint } = special?.explanation ?? explain(error);
  return { code, message, hint, spans: [special?.span ?? within(text, blamed(text, document, error))] };
}

/** The library blames one more character than the text has when it ends too soon. */
function within(text: string, { start, end }: Span): Span {
  return { start: Math.min(start, text.length), end: Math.min(end, text.length) };
}

interface SpecialCase {
  readonly explanation: SyntaxExplanation;
  readonly span: Span;
}

/** A key that is indented too deeply: to YAML it belongs to the value of the line above. */
function surplusIndentation(text: string, { code, pos: [start] }: YAMLError): SpecialCase | undefined {
  if (code !== 'BLOCK_AS_IMPLICIT_KEY' && code !== 'MULTILINE_IMPLICIT_KEY') {
    return undefined;
  }
  const next = /^[^\n"'[{]*\n([ ]+)([\w-]+:)(?=\s|$)/.exec(text.slice(start, start + 2000));
  if (next === null || start === lineStart(text, start)) {
    return undefined;
  }
  const [whole, blanks = '', key = ''] = next;
  const column = /^[ ]*(?:- +)*/.exec(text.slice(lineStart(text, start), start))?.[0].length ?? 0;
  if (blanks.length <= column) {
    return undefined;
  }
  const end = start + whole.length;
  return { explanation: SURPLUS_INDENTATION, span: { start: end - key.length - blanks.length, end } };
}

/** A line that starts further left than what it belongs to: an item than its list, a key than the first of the file. */
function outdented(text: string, { code, pos: [position] }: YAMLError): SpecialCase | undefined {
  const start = lineStart(text, position);
  const line = text.slice(start, Math.min(lineEnd(text, position), start + 1000));
  const [whole, blanks = '', item] = /^([ ]*)(?:(-)(?=[ ]|$)|[\w-]+:(?=\s|$))/.exec(line) ?? [];
  if (whole === undefined || position > start + blanks.length) {
    return undefined;
  }
  const span = { start, end: start + whole.length };
  if (item !== undefined) {
    return code === 'BLOCK_AS_IMPLICIT_KEY' ? { explanation: INDENTATION, span } : undefined;
  }
  const isFirstIndented = /^(?:#.*\n|[ ]*\n)*[ ]+[\w-]+:(?=\s)/.test(text.slice(0, Math.min(start, 5000)));
  return code === 'UNEXPECTED_TOKEN' && blanks === '' && isFirstIndented
    ? { explanation: OUTDENTED, span }
    : undefined;
}

/** The name and its extras, where a list between brackets holds some without quotes. */
function nestedBracket(text: string, { code, message, pos: [start] }: YAMLError): SpecialCase | undefined {
  if (code !== 'MISSING_CHAR' || !message.includes('Missing ,') || text[start] !== '[') {
    return undefined;
  }
  const before = text.slice(Math.max(0, start - 200), start);
  const name = /[\w.-]+$/.exec(before)?.[0];
  const extras = /^\[[^\][\n]*\]/.exec(text.slice(start, start + 1000))?.[0];
  return name === undefined || extras === undefined
    ? undefined
    : { explanation: NESTED_BRACKETS, span: { start: start - name.length, end: start + extras.length } };
}

function explain(error: YAMLError): SyntaxExplanation {
  const { message } = error;
  if (isUnclosedQuote(error)) {
    return { message: 'this quote is not closed', hint: 'end the value with the quote that it starts with' };
  }
  if (error.code === 'BAD_INDENT' && message.includes('end with a')) {
    return BRACKETS;
  }
  if (error.code === 'MISSING_CHAR') {
    return message.includes('map values') ? COLON : message.includes('Missing ,') ? BRACKETS : UNEXPECTED;
  }
  return EXPLANATIONS[error.code] ?? UNEXPECTED;
}

function isUnclosedQuote(error: YAMLError): boolean {
  return error.code === 'MISSING_CHAR' && /closing ["']/.test(error.message);
}

/** Where the mistake is rather than where the library noticed it. */
function blamed(text: string, document: Document, error: YAMLError): Span {
  const [position, end] = error.pos;
  if (isUnclosedQuote(error)) {
    return openingQuote(document, position) ?? { start: position, end };
  }
  if (explain(error) === BRACKETS) {
    return openingBracket(text, document, position) ?? { start: position, end };
  }
  // At a line's end, what the line holds is more telling than the nothing behind it.
  const content = text.slice(0, position).trimEnd().length;
  const atEnd = position >= text.length || text[position] === '\n' || text[position] === '\r';
  return atEnd && content > 0
    ? { start: Math.min(content, text.length) - 1, end: content }
    : { start: position, end: Math.min(Math.max(end, position + 1), text.length) };
}

/** The quote that opens the last quoted scalar before an offset. */
function openingQuote(document: Document, offset: number): Span | undefined {
  let start: number | undefined;
  visit(document, (_key, node) => {
    if (isScalar(node) && node.type?.startsWith('QUOTE') && node.range && node.range[0] < offset) {
      start = node.range[0];
    }
  });
  return start === undefined ? undefined : { start, end: start + 1 };
}

/** The bracket of the innermost list or mapping that is not closed before an offset. */
function openingBracket(text: string, document: Document, offset: number): Span | undefined {
  let start: number | undefined;
  visit(document, (_key, node) => {
    if (isCollection(node) && node.flow && node.range && node.range[0] < offset) {
      const closed = node.range[1] <= offset && /[\]}]/.test(text[node.range[1] - 1] ?? '');
      start = closed ? start : node.range[0];
    }
  });
  return start === undefined ? undefined : { start, end: start + 1 };
}
