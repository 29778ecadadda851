import { posix } from 'node:path';
import type { Diagnostic } from '../source/diagnostic.js';
import type { Source, Span } from '../source/source.js';
import type { BuildContext } from './context.js';
import { compilePattern } from './ignore-pattern.js';

/** Patterns in `.dockerignore` syntax that decide what of the context may be used. */
export interface IgnoreRules {
  readonly patterns: readonly string[];
  /** The file next to the Mopyfile, the context's `.dockerignore`, or the list that mopy brings. */
  readonly origin: 'mopyfile' | 'context' | 'built-in';
}

/** What is left out when no ignore file says otherwise (specification section 1.2), at any depth. */
export const BUILT_IN_PATTERNS: readonly string[] = [
  '.git',
  '.hg',
  '.svn',
  '.venv',
  'venv',
  '__pycache__',
  '*.pyc',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.tox',
  '.nox',
  'node_modules',
  '.ipynb_checkpoints',
  '.DS_Store',
  '.env',
].map((name) => `**/${name}`);

/** A file of the user that was read. */
export interface IgnoreFile {
  /** Path as the user would type it. */
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/**
 * The ignore rules in force: `own` (the file next to the Mopyfile, `<its name>.dockerignore`, where there is one),
 * else the context's `.dockerignore`, else the built-in list. A pattern that Docker refuses is an error.
 */
export async function loadIgnoreRules(
  context: BuildContext,
  own?: IgnoreFile,
): Promise<{ readonly rules: IgnoreRules; readonly diagnostics: readonly Diagnostic[] }> {
  const filename = '.dockerignore';
  const bytes = own?.bytes ?? (await context.read(filename));
  if (bytes === undefined) {
    return { rules: { patterns: BUILT_IN_PATTERNS, origin: 'built-in' }, diagnostics: [] };
  }
  const source = {
    filename: own?.filename ?? `${context.prefix ?? ''}${filename}`,
    text: new TextDecoder().decode(bytes),
  };
  const lines = ignoreLines(source.text);
  const isValid = ({ pattern }: IgnoreLine): boolean => compilePattern(pattern) !== undefined;
  return {
    rules: {
      patterns: lines.filter(isValid).map(({ pattern }) => pattern),
      origin: own === undefined ? 'context' : 'mopyfile',
    },
    diagnostics: lines.filter((line) => !isValid(line)).map((line) => malformed(source, line)),
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
    const start = lineStart + line.length - line.trimStart().length;
    lineStart += line.length + 1;
    const content = line.trim();
    return line.startsWith('#') || content === ''
      ? []
      : [{ pattern: cleanedPattern(content), span: { start, end: start + content.length } }];
  });
}

function malformed(source: Source, { span }: IgnoreLine): Diagnostic {
  return {
    code: 'ignore-pattern',
    severity: 'error',
    message: `the ignore pattern \`${source.text.slice(span.start, span.end)}\` is malformed`,
    locations: [{ source, span }],
    hint: 'Docker refuses the whole file for it: close every `[`, and write a name after `!`',
  };
}

/** The shortest spelling, relative to the context. */
function cleanedPattern(content: string): string {
  const negated = content.startsWith('!');
  const path = negated ? content.slice(1).trim() : content;
  const normalized = path === '' ? '' : posix.join(path, '.');
  const relative = normalized.length > 1 && normalized.startsWith('/') ? normalized.slice(1) : normalized;
  return negated ? `!${relative}` : relative;
}
