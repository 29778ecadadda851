import type { Span } from '../source/source.js';
import { type Cursor, isAtEnd, skipBlanks, take, wordAt, wordSpan } from './cursor.js';
import { readMarker } from './marker.js';
import { type RequirementProblem, refuse } from './requirement.js';
import { readVersionSpecifiers } from './version.js';

/**
 * The parts of a dependency specifier of PEP 508. A parser of its own: the packages for it on npm load a grammar
 * engine (30 ms, more than all the rest of a compilation), have no offsets and let any text pass as version.
 */
export interface DependencySpecifier {
  readonly name?: string;
  /** Of the names between brackets. */
  readonly extras?: readonly Span[];
  /** Of the version specifiers, without parentheses around them. */
  readonly versions?: Span;
  /** Of what follows the `;`. */
  readonly marker?: Span;
  /** Of the URL in `name @ url`; not judged here. */
  readonly url?: Span;
  readonly problems: readonly RequirementProblem[];
}

/** `name`, `name[extras] specifiers; marker` or `name[extras] @ url ; marker`. The cursor ends wherever reading did. */
export function readDependencySpecifier(cursor: Cursor): DependencySpecifier {
  skipBlanks(cursor);
  const name = take(cursor, NAME);
  if (name === undefined) {
    return unexpected(cursor, 'expected the name of a package', nameHint(cursor));
  }
  const { extras, problem } = readExtras(cursor);
  if (problem !== undefined) {
    return { name, problems: [problem] };
  }
  skipBlanks(cursor);
  if (take(cursor, /@/y) !== undefined) {
    return { name, extras, ...readDirectReference(cursor, name) };
  }
  const { versions, problems } = readVersions(cursor, name);
  if (problems.some(isFatal)) {
    return { name, extras, versions, problems };
  }
  const end = readEnd(cursor, name);
  return { name, extras, versions, ...end, problems: [...problems, ...end.problems] };
}

const NAME = /[a-z0-9][a-z0-9._-]*\b/iy;
const EXTRA = /[a-z0-9][\w.-]*\b/gi;

/** After these the rest of the text has no meaning that could be judged. */
function isFatal(problem: RequirementProblem): boolean {
  return problem.message === UNCLOSED;
}

const UNCLOSED = 'this parenthesis is never closed';

/** Extras as spans, and what is wrong with their list. */
export interface ExtrasReading {
  readonly extras: readonly Span[];
  readonly problem?: RequirementProblem;
}

/** Reads `[extra, extra]` where there is one. */
export function readExtras(cursor: Cursor): ExtrasReading {
  skipBlanks(cursor);
  const start = cursor.at;
  const bracket = take(cursor, /\[[^\]]*\]/y);
  if (bracket === undefined) {
    const hint = 'extras look like `name[extra1,extra2]`';
    return cursor.text[start] === '['
      ? { extras: [], problem: problemAt(start, start + 1, 'this bracket is never closed', hint) }
      : { extras: [] };
  }
  const content = bracket.slice(1, -1);
  if (/^[ \t]*(?:NAME(?:[ \t]*,[ \t]*NAME)*)?[ \t]*$/.test(content.replace(EXTRA, 'NAME'))) {
    const names = [...content.matchAll(EXTRA)];
    const first = start + 1;
    return {
      extras: names.map(({ index, 0: { length } }) => ({
        start: first + index,
        end: first + index + length,
      })),
    };
  }
  const message = `\`${bracket}\` is no list of extras`;
  return { extras: [], problem: problemAt(start, cursor.at, message, 'extras look like `[extra1,extra2]`') };
}

function readDirectReference(cursor: Cursor, name: string): Omit<DependencySpecifier, 'name'> {
  skipBlanks(cursor);
  const start = cursor.at;
  const address = take(cursor, /[^ \t]+/y);
  if (address === undefined) {
    return unexpected(cursor, 'a URL is missing after `@`', `write \`${name} @ https://…\``);
  }
  const url = { start, end: cursor.at };
  skipBlanks(cursor);
  if (isAtEnd(cursor)) {
    return { url, problems: [] };
  }
  if (take(cursor, /;/y) === undefined) {
    return {
      url,
      ...unexpected(
        cursor,
        'expected the end or a `;` with a marker after the URL',
        'a URL holds no blanks: write `%20`',
      ),
    };
  }
  return { url, ...readTail(cursor) };
}

interface VersionsReading {
  readonly versions: Span;
  readonly problems: readonly RequirementProblem[];
}

function readVersions(cursor: Cursor, name: string): VersionsReading {
  const before = cursor.at;
  const inParentheses = take(cursor, /\(/y) !== undefined;
  const start = cursor.at;
  const problems = readVersionSpecifiers(cursor);
  const versions = { start, end: cursor.at };
  skipBlanks(cursor);
  if (!inParentheses || take(cursor, /\)/y) !== undefined) {
    return { versions, problems };
  }
  const unclosed = problemAt(before, before + 1, UNCLOSED, `write \`${name}>=1.0,<2.0\``);
  return { versions, problems: [...problems, unclosed] };
}

type TailReading = Pick<DependencySpecifier, 'marker' | 'problems'>;

/** The marker behind the `;`. */
function readTail(cursor: Cursor): TailReading {
  const marker = { start: cursor.at, end: cursor.text.length };
  const { problem } = readMarker(cursor);
  return { marker, problems: problem === undefined ? [] : [problem] };
}

function readEnd(cursor: Cursor, name: string): TailReading {
  skipBlanks(cursor);
  if (isAtEnd(cursor)) {
    return { problems: [] };
  }
  if (take(cursor, /;/y) !== undefined) {
    return readTail(cursor);
  }
  const word = wordAt(cursor);
  return unexpected(
    cursor,
    `\`${word}\` is not expected after \`${name}\``,
    operatorHint(cursor.text.slice(cursor.at), name),
  );
}

/** A version where an operator is missing before it: `name 1.0`, `name=1.0`. */
function operatorHint(rest: string, name: string): string {
  const version = /\d[\w.*+!-]*/.exec(rest)?.[0] ?? '1.0';
  if (/^~\s*\d/.test(rest)) {
    return `write \`${name}~=${version}\``;
  }
  if (/^[<>]=|^[<>~!]/.test(rest)) {
    return 'separate version specifiers with commas';
  }
  if (/^=[<>]/.test(rest)) {
    return `write \`${rest[1]}=${version}\``;
  }
  if (/^\^/.test(rest)) {
    return `pip has no \`^\`: write \`${name}>=${version},<${Number.parseInt(version, 10) + 1}\``;
  }
  if (/^=?\s*v?\d/.test(rest)) {
    return `write \`${name}==${version}\``;
  }
  const next = /^[a-z][\w.-]*/i.exec(rest)?.[0];
  if (next !== undefined) {
    return `one entry is one requirement: give \`${next}\` its own, or write an operator before a version`;
  }
  return 'a requirement looks like `name`, `name==1.2` or `name[extra]>=1.2,<2; python_version < "3.13"`';
}

function nameHint(cursor: Cursor): string {
  return /^['"]/.test(cursor.text.slice(cursor.at))
    ? 'pip takes no quotes around a requirement'
    : 'a requirement is a package name, a URL, or a path that starts with `./`';
}

function unexpected(cursor: Cursor, message: string, hint: string): ReturnType<typeof refuse> {
  return refuse('pip-syntax', wordSpan(cursor), message, hint);
}

function problemAt(start: number, end: number, message: string, hint: string): RequirementProblem {
  return { code: 'pip-syntax', message, hint, span: { start, end } };
}
