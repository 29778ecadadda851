import { parse, TomlError } from 'smol-toml';
import type { Span } from '../source/source.js';
import { jsonFault } from './json-fault.js';
import { LockError } from './lock.js';

/** A table of TOML or an object of JSON, whose values nobody has looked at. */
export type Table = Readonly<Record<string, unknown>>;

/** Words for a file that cannot be read. */
export interface FileWords {
  readonly name: string;
  readonly hint: string;
}

const LOCK: FileWords = {
  name: 'the lock file',
  hint: 'let its tool write it anew; where it was merged by hand, look for what the merge left behind',
};

/**
 * Reads TOML.
 *
 * @param words what the file is, unless it is a lock file
 * @throws LockError for what is no TOML
 */
export function readToml(text: string, words = LOCK): Table {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded' });
  } catch (error) {
    if (error instanceof TomlError) {
      const [reason = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
      throw damaged(words, reason, lineAt(text, error.line));
    }
    throw error;
  }
}

/** @throws LockError for what is no JSON */
export function readJson(text: string): Table {
  try {
    return tableOf(JSON.parse(text)) ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw damaged(LOCK, 'this is no JSON', lineAt(text, lineNumber(text, jsonFault(text))));
    }
    throw error;
  }
}

function damaged({ name, hint }: FileWords, reason: string, span: Span): LockError {
  return new LockError({
    code: 'lock-syntax',
    message: `${name} cannot be read: ${reason}`,
    hint,
    span,
  });
}

function lineNumber(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function lineAt(text: string, line: number): Span {
  let start = 0;
  for (let number = 1; number < line; number += 1) {
    start = text.indexOf('\n', start) + 1;
  }
  const end = text.indexOf('\n', start);
  return { start, end: end < 0 ? text.length : end };
}

/** The value as a table; undefined for a list or anything simpler. */
export function tableOf(value: unknown): Table | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : undefined;
}

/** The tables of a list; what else is there counts as nothing. */
export function tablesOf(value: unknown): readonly Table[] {
  return Array.isArray(value) ? value.map(tableOf).filter((table) => table !== undefined) : [];
}

/** The value as a text; undefined for everything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The texts of a list; what else is there counts as nothing. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item: unknown) => typeof item === 'string') : [];
}
