import { systemErrorReason, UNREADABLE_HINT } from '../../basics/system-error.js';
import type { Diagnostic } from '../../source/diagnostic.js';
import type { BuildContext, ContextEntry } from '../context.js';
import { type IgnoreFile, parseIgnoreFile } from './ignore-file.js';

/** Patterns in `.dockerignore` syntax that decide what of the context may be used. */
export interface IgnoreRules {
  readonly patterns: readonly string[];
  /** The file next to the Mopyfile, the context's `.dockerignore`, or the list that mopy brings. */
  readonly origin: 'mopyfile' | 'context' | 'built-in';
}

/** Patterns that hold when there is no ignore file, at any depth; `docs/mopyfile.md` lists them. */
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
      const entry = await context.stat(path);
      if (entry !== undefined) {
        return { ...BUILT_IN, diagnostics: [noFile(filename, entry.kind)] };
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

function rulesOf(file: IgnoreFile, origin: IgnoreRules['origin']): LoadedIgnoreRules {
  const { patterns, diagnostics } = parseIgnoreFile(file);
  return { rules: { patterns, origin }, diagnostics };
}

function noFile(filename: string, kind: ContextEntry['kind']): Diagnostic {
  return {
    code: 'ignore-unreadable',
    severity: 'error',
    message: `the ignore file is a ${kind === 'directory' ? 'folder' : 'pipe, a socket or a device'}`,
    locations: [{ source: { kind: 'ignore', filename, text: '' }, span: { start: 0, end: 0 } }],
    hint: 'put a file in its place, or remove it',
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
