import { posix } from 'node:path';
import type { Diagnostic } from '../../source/diagnostic.js';
import type { Source, Span } from '../../source/source.js';
import type { Refusal } from './go-expression.js';
import { compilePatterns, trimSpace } from './ignore-pattern.js';

/** An ignore file that was read. */
export interface IgnoreFile {
  /** Path as the user would type it. */
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/**
 * The patterns of an ignore file. A pattern that Docker refuses is left out, with an error about it.
 *
 * @returns each pattern in its shortest spelling, relative to the context
 */
export async function parseIgnoreFile({ filename, bytes }: IgnoreFile): Promise<{
  readonly patterns: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}> {
  const source: Source = { kind: 'ignore', filename, text: new TextDecoder().decode(bytes) };
  const lines = ignoreLines(source.text);
  const compiled = await compilePatterns(lines.map(({ pattern }) => pattern));
  return {
    patterns: lines
      .filter((_line, index) => typeof compiled[index] === 'object')
      .map(({ pattern }) => pattern),
    diagnostics: lines.flatMap((line, index) => {
      const refusal = compiled[index];
      return typeof refusal === 'string' ? [refused(source, line, refusal)] : [];
    }),
  };
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
  'too-large': {
    problem: 'is one expression too many',
    hint: 'Docker reads `|`, `^`, `{2}` and a `\\` before letters as operators; use fewer of them in the whole file',
  },
};

function refused(source: Source, { span }: IgnoreLine, refusal: Refusal): Diagnostic {
  const { problem, hint } = REFUSALS[refusal];
  return {
    code: 'ignore-pattern',
    severity: 'error',
    message: `the ignore pattern \`${source.text.slice(span.start, span.end)}\` ${problem}`,
    locations: [{ source, span }],
    hint,
  };
}

/** The shortest spelling, relative to the context. */
function cleanedPattern(content: string): string {
  const negated = content.startsWith('!');
  const path = negated ? trimSpace(content.slice(1)) : content;
  const normalized = path === '' ? '' : posix.join(path, '.');
  const relative = normalized.length > 1 && normalized.startsWith('/') ? normalized.slice(1) : normalized;
  return negated ? `!${relative}` : relative;
}
