import { posix } from 'node:path';
import type { Diagnostic } from '../../source/diagnostic.js';
import type { Source, Span } from '../../source/source.js';
import type { BuildContext } from '../context.js';
import { systemErrorReason, UNREADABLE_HINT } from '../system-error.js';
import { compilePattern } from './ignore-pattern.js';

/** Patterns in `.dockerignore` syntax that decide what of the context may be used. */
export interface IgnoreRules {
  readonly patterns: readonly string[];
  /** The file next to the Mopyfile, the context's `.dockerignore`, or the list that mopy brings. */
  readonly origin: 'mopyfile' | 'context' | 'built-in';
}

/** What is left out when no ignore file says otherwise, at any depth; `docs/mopyfile.md` lists it. */
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

export interface LoadedIgnoreRules {
  readonly rules: IgnoreRules;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The ignore rules in force: those of the file next to the Mopyfile, `<its name>.dockerignore`, where there is one,
 * else the context's `.dockerignore`, else the built-in list. A pattern that Docker refuses is an error, and so is
 * a file that cannot be read.
 *
 * @param own the file next to the Mopyfile, or the path in the context where it would be
 */
export async function loadIgnoreRules(
  context: BuildContext,
  own?: IgnoreFile | string,
): Promise<LoadedIgnoreRules> {
  if (typeof own === 'object') {
    return rulesOf(own, 'mopyfile');
  }
  for (const path of own === undefined ? [CONTEXT_FILE] : [own, CONTEXT_FILE]) {
    const filename = `${context.prefix ?? ''}${path}`;
    try {
      const bytes = await context.read(path);
      if (bytes !== undefined) {
        return rulesOf({ filename, bytes }, path === own ? 'mopyfile' : 'context');
      }
    } catch (error) {
      return { ...BUILT_IN, diagnostics: [unreadable(filename, error)] };
    }
  }
  return BUILT_IN;
}

const CONTEXT_FILE = '.dockerignore';

const BUILT_IN: LoadedIgnoreRules = {
  rules: { patterns: BUILT_IN_PATTERNS, origin: 'built-in' },
  diagnostics: [],
};

function rulesOf({ filename, bytes }: IgnoreFile, origin: IgnoreRules['origin']): LoadedIgnoreRules {
  const source: Source = { kind: 'ignore', filename, text: new TextDecoder().decode(bytes) };
  const lines = ignoreLines(source.text);
  const isValid = ({ pattern }: IgnoreLine): boolean => compilePattern(pattern) !== undefined;
  return {
    rules: {
      patterns: lines.filter(isValid).map(({ pattern }) => pattern),
      origin,
    },
    diagnostics: lines.filter((line) => !isValid(line)).map((line) => malformed(source, line)),
  };
}

/** @throws what is no error of the operating system */
function unreadable(filename: string, error: unknown): Diagnostic {
  return {
    code: 'ignore-unreadable',
    severity: 'error',
    message: `the ignore file cannot be read: ${systemErrorReason(error)}`,
    locations: [{ source: { kind: 'ignore', filename, text: '' }, span: { start: 0, end: 0 } }],
    hint: UNREADABLE_HINT,
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
