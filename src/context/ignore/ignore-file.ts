import { joinedPath } from '../../basics/joined-path.js';
import type { Diagnostic } from '../../source/diagnostic.js';
import type { Source, Span } from '../../source/source.js';
import type { Refusal } from './expression-automaton.js';
import { patternCompiler, trimSpace } from './ignore-pattern.js';

/** An ignore file that was read. */
export interface IgnoreFile {
  /** Path as the user would type it. */
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/**
 * The patterns of an ignore file. A pattern that Docker refuses, or that is too large, is left out, with one error wherever it stands.
 *
 * @returns each pattern in its shortest spelling, relative to the context
 */
export function parseIgnoreFile({ filename, bytes }: IgnoreFile): {
  readonly patterns: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const source: Source = { kind: 'ignore', filename, text: new TextDecoder().decode(bytes) };
  const lines = ignoreLines(source.text);
  const compile = patternCompiler();
  const patterns: string[] = [];
  const bad = new Map<string, { readonly refusal: Refusal; readonly spans: Span[] }>();
  for (const { pattern, span } of lines) {
    const compiled = compile(pattern);
    if (typeof compiled === 'object') {
      patterns.push(pattern);
    } else if (!bad.get(pattern)?.spans.push(span)) {
      bad.set(pattern, { refusal: compiled, spans: [span] });
    }
  }
  return { patterns, diagnostics: [...bad.values()].map((entry) => refused(source, entry)) };
}

/** A line of an ignore file that is a pattern. */
interface IgnoreLine {
  readonly pattern: string;
  readonly span: Span;
}

/** Lines as github.com/moby/patternmatcher/ignorefile reads them: `#` starts a comment in the first column only. */
function ignoreLines(text: string): readonly IgnoreLine[] {
  let lineStart = 0;
  return text.split('\n').flatMap((line) => {
    const content = trimSpace(line);
    const start = lineStart + line.indexOf(content);
    lineStart += line.length + 1;
    return line.startsWith('#') || content === ''
      ? []
      : [{ pattern: cleanedPattern(content), span: { start, end: start + content.length } }];
  });
}

const REFUSALS: Readonly<Record<Refusal, { readonly problem: string; readonly hint: string }>> = {
  malformed: {
    problem: 'is malformed',
    hint: 'Docker refuses the whole file for it: close every `[`, write a name after `!`, and `/` between names',
  },
  'too-long': {
    problem: 'is longer than a mebibyte',
    hint: 'no path is as long: write it on several lines, a pattern each',
  },
  'too-large': {
    problem: 'is one expression too many',
    hint: 'Docker reads `|`, `^`, `{2}` and a `\\` before letters as operators; use fewer of them in the whole file',
  },
};

/** @param entry the refusal, and where the pattern stands */
function refused(
  source: Source,
  { refusal, spans }: { readonly refusal: Refusal; readonly spans: readonly Span[] },
): Diagnostic {
  const { problem, hint } = REFUSALS[refusal];
  const [span = { start: 0, end: 0 }] = spans;
  const pattern =
    refusal === 'too-long'
      ? 'an ignore pattern'
      : `the ignore pattern \`${source.text.slice(span.start, span.end)}\``;
  return {
    code: 'ignore-pattern',
    severity: 'error',
    message: `${pattern} ${problem}`,
    locations: spans.map((place) => ({ source, span: place })),
    hint,
  };
}

/** The shortest spelling, relative to the context. */
function cleanedPattern(content: string): string {
  const negated = content.startsWith('!');
  const path = negated ? trimSpace(content.slice(1)) : content;
  const normalized = path === '' ? '' : joinedPath(path);
  const relative = normalized.length > 1 && normalized.startsWith('/') ? normalized.slice(1) : normalized;
  return negated ? `!${relative}` : relative;
}
