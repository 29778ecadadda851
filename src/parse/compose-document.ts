import { Composer, type CST, type Document, Parser, YAMLParseError } from 'yaml';

/** Where characters make no YAML at all, more of them say nothing new and take the library seconds. */
const MAXIMUM_STRAY_TOKENS = 100;

/**
 * The first document of a text, with the errors of its YAML, as the library's `parseDocument` has it. A second document
 * is an error; so is what stands where nothing can stand, of which it reads no further than the first hundred.
 */
export function composeDocument(text: string): Document {
  const composer = new Composer({
    prettyErrors: false,
    resolveKnownTags: false,
    uniqueKeys: false,
    version: '1.2',
    // Warnings are about tags, which are judged elsewhere.
    logLevel: 'error',
  });
  let first: Document | undefined;
  for (const document of composer.compose(tokensOf(text), true, text.length)) {
    if (first !== undefined) {
      const [start, end] = document.range;
      first.errors.push(new YAMLParseError([start, end], 'MULTIPLE_DOCS', 'a second document'));
      break;
    }
    first = document;
  }
  if (first === undefined) {
    throw new Error('the library made no document');
  }
  return first;
}

function* tokensOf(text: string): Generator<CST.Token> {
  let stray = 0;
  for (const token of new Parser().parse(text)) {
    yield token;
    stray += token.type === 'error' ? 1 : 0;
    if (stray === MAXIMUM_STRAY_TOKENS) {
      return;
    }
  }
}
