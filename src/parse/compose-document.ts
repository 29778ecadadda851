import { Composer, type CST, type Document, Lexer, Parser, YAMLParseError } from 'yaml';
import type { Problem } from './problem.js';
import { sizeGuard } from './size-limits.js';

/** Where characters make no YAML at all, more of them say nothing new and take the library seconds. */
const MAXIMUM_STRAY_TOKENS = 100;

/**
 * The first document of a text, with the errors of its YAML, as the library's `parseDocument` has it. A second document
 * is an error; so is what stands where nothing can stand, of which it reads no further than the first hundred.
 *
 * @returns the problem alone where the text exceeds a limit
 */
export function composeDocument(
  text: string,
): { readonly document: Document } | { readonly problem: Problem } {
  const composer = new Composer({
    prettyErrors: false,
    resolveKnownTags: false,
    uniqueKeys: false,
    version: '1.2',
    // Warnings are about tags, which are judged elsewhere.
    logLevel: 'error',
  });
  const lexemes = limitedLexemes(text);
  const first = withoutStacks(() => firstOf(composer.compose(tokensOf(lexemes), true, text.length)));
  if (lexemes.problem !== undefined) {
    return { problem: lexemes.problem };
  }
  if (first === undefined) {
    throw new Error('the library made no document');
  }
  return { document: first };
}

function firstOf(documents: ReturnType<Composer['compose']>): Document | undefined {
  let first: Document | undefined;
  for (const document of documents) {
    if (first !== undefined) {
      const [start, end] = document.range;
      first.errors.push(new YAMLParseError([start, end], 'MULTIPLE_DOCS', 'a second document'));
      break;
    }
    first = document;
  }
  return first;
}

/** The library's errors are collected, not thrown: stacks of theirs would take more time and memory than all the rest. */
function withoutStacks<Result>(work: () => Result): Result {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Lexemes up to a limit; `problem` is set when they have reached it. */
interface LimitedLexemes {
  readonly all: Iterable<string>;
  problem?: Problem;
}

function limitedLexemes(text: string): LimitedLexemes {
  const problemOf = sizeGuard();
  function* all(): Generator<string> {
    for (const lexeme of new Lexer().lex(text)) {
      const problem = problemOf(lexeme);
      if (problem !== undefined) {
        lexemes.problem = problem;
        return;
      }
      yield lexeme;
    }
  }
  const lexemes: LimitedLexemes = { all: all() };
  return lexemes;
}

function* tokensOf(lexemes: LimitedLexemes): Generator<CST.Token> {
  let stray = 0;
  for (const token of parsed(lexemes)) {
    yield token;
    stray += token.type === 'error' ? 1 : 0;
    if (stray === MAXIMUM_STRAY_TOKENS) {
      return;
    }
  }
}

/** The work of the library's `Parser.parse`, which makes its lexemes itself. */
function* parsed(lexemes: LimitedLexemes): Generator<CST.Token> {
  const parser = new Parser();
  for (const lexeme of lexemes.all) {
    yield* parser.next(lexeme);
  }
  if (lexemes.problem === undefined) {
    yield* parser.end();
  }
}
