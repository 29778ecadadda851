import { type Cursor, skipBlanks, take } from './cursor.js';
import type { RequirementProblem } from './requirement.js';

// PEP 440's grammar of public versions, less what follows the release segment in some comparisons.
const EPOCH = 'v?(?:\\d+!)?';
const SUFFIX =
  '(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?\\d*)?' +
  '(?:-\\d+|[-_.]?(?:post|rev|r)[-_.]?\\d*)?' +
  '(?:[-_.]?dev[-_.]?\\d*)?';
const LOCAL = '(?:\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?';

const ORDERED = new RegExp(`^${EPOCH}\\d+(?:\\.\\d+)*${SUFFIX}$`, 'i');
const COMPATIBLE = new RegExp(`^${EPOCH}\\d+(?:\\.\\d+)+${SUFFIX}$`, 'i');
const EQUAL = new RegExp(`^${EPOCH}\\d+(?:\\.\\d+)*(?:\\.\\*|${SUFFIX}${LOCAL})$`, 'i');

/** Reads comma-separated version specifiers of PEP 440; stops before what is none. Returns one problem for each bad one. */
export function readVersionSpecifiers(cursor: Cursor): readonly RequirementProblem[] {
  const problems: RequirementProblem[] = [];
  while (true) {
    skipBlanks(cursor);
    const start = cursor.at;
    const operator = take(cursor, /===|~=|==|!=|<=|>=|<|>/y);
    if (operator === undefined) {
      return problems;
    }
    skipBlanks(cursor);
    const version = take(cursor, /[^\s,;)]*/y) ?? '';
    const fault = versionFault(operator, version);
    if (fault !== undefined) {
      problems.push({ code: 'pip-syntax', span: { start, end: cursor.at }, ...fault });
    }
    skipBlanks(cursor);
    if (take(cursor, /,/y) === undefined) {
      return problems;
    }
  }
}

function versionFault(operator: string, version: string): { message: string; hint: string } | undefined {
  if (version === '') {
    return {
      message: `a version is missing after \`${operator}\``,
      hint: 'leave the operator out for the latest version',
    };
  }
  if (operator === '===' || expected(operator).test(version)) {
    return undefined;
  }
  if (EQUAL.test(version)) {
    return {
      message: `\`${operator}${version}\` cannot be compared`,
      hint: comparisonHint(operator, version),
    };
  }
  const wildcard = version.replace(/[.][xX](?=[.]|$).*/, '.*');
  return {
    message: `\`${version}\` is not a version`,
    hint: EQUAL.test(wildcard)
      ? `write \`==${wildcard}\``
      : 'versions look like `1.22`, `2.0rc1` or, after `==`, `1.22.*`; leave it out for the latest version',
  };
}

function expected(operator: string): RegExp {
  if (operator === '~=') {
    return COMPATIBLE;
  }
  return operator === '==' || operator === '!=' ? EQUAL : ORDERED;
}

function comparisonHint(operator: string, version: string): string {
  if (version.endsWith('.*')) {
    return '`.*` goes with `==` and `!=` only';
  }
  return version.includes('+')
    ? 'a local version (`+…`) goes with `==` and `!=` only'
    : `\`${operator}\` needs two numbers at least: \`${operator}${version}.0\``;
}
