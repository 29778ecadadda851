import { posix } from 'node:path';
import { systemErrorReason, UNREADABLE_HINT } from '../../basics/system-error.js';
import { unique } from '../../basics/unique.js';
import { UTF16_HINT, utf16Of } from '../../basics/utf16.js';
import type { Diagnostic } from '../../source/diagnostic.js';
import type { BuildContext } from '../context.js';
import { listedEntries } from '../walk.js';
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

/** The ignore rules in force: mopy's own where the file cannot be used, which is an error then. */
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
  const paths = own === undefined ? [CONTEXT_FILE] : [own, CONTEXT_FILE];
  for (const path of paths) {
    const filename = `${context.prefix ?? ''}${path}`;
    try {
      const bytes = await context.read(path);
      if (bytes !== undefined) {
        return rulesOf({ filename, bytes }, path === own ? 'mopyfile' : 'context');
      }
      const entry = await context.stat(path);
      if (entry !== undefined) {
        const kind = entry.kind === 'directory' ? 'a folder' : 'a pipe, a socket or a device';
        return { ...BUILT_IN, diagnostics: [unusable(filename, `is ${kind}`, PUT_A_FILE)] };
      }
    } catch (error) {
      const reason = `cannot be read: ${systemErrorReason(error)}`;
      return { ...BUILT_IN, diagnostics: [unusable(filename, reason, UNREADABLE_HINT)] };
    }
  }
  const link = await linkAmong(context, paths);
  return link === undefined
    ? BUILT_IN
    : {
        ...BUILT_IN,
        diagnostics: [
          unusable(`${context.prefix ?? ''}${link}`, 'is a link that leads to nothing', PUT_A_FILE),
        ],
      };
}

const CONTEXT_FILE = '.dockerignore';

const BUILT_IN: LoadedIgnoreRules = {
  rules: { patterns: BUILT_IN_PATTERNS, origin: 'built-in' },
  diagnostics: [],
};

const PUT_A_FILE = 'put a file in its place, or remove it';

/** The first path that leads to nothing and is there all the same; known where the context has listings. */
async function linkAmong(context: BuildContext, paths: readonly string[]): Promise<string | undefined> {
  for (const folder of unique(paths.map((path) => posix.dirname(path)))) {
    const entries = await listedEntries(context, folder);
    const links = new Set(entries.flatMap(({ kind, name }) => (kind === 'link' ? [name] : [])));
    const found = paths.find((path) => posix.dirname(path) === folder && links.has(posix.basename(path)));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function rulesOf(file: IgnoreFile, origin: IgnoreRules['origin']): LoadedIgnoreRules {
  // Docker takes all of it for one pattern that matches nothing.
  if (utf16Of(file.bytes) !== undefined) {
    return { ...BUILT_IN, diagnostics: [unusable(file.filename, 'is UTF-16, not UTF-8', UTF16_HINT)] };
  }
  const { patterns, diagnostics } = parseIgnoreFile(file);
  return { rules: { patterns, origin }, diagnostics };
}

function unusable(filename: string, problem: string, hint: string): Diagnostic {
  return {
    code: 'ignore-unreadable',
    severity: 'error',
    message: `the ignore file ${problem}`,
    locations: [{ source: { kind: 'ignore', filename, text: '' }, span: { start: 0, end: 0 } }],
    hint,
  };
}
