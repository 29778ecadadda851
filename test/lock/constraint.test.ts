import { describe, expect, test } from 'vitest';
import { allows, parseConstraint } from '../../src/lock/versions/constraint.js';
import { takesPython } from '../../src/lock/versions/python-constraint.js';
import { specifierOf } from '../../src/lock/versions/specifier.js';
import { compareVersions, parseVersion } from '../../src/requirement/parse-version.js';

function versionOf(text: string) {
  const version = parseVersion(text);
  if (version === undefined) {
    throw new Error(`${text} is no version`);
  }
  return version;
}

/** Of PEP 440, each older than the next. */
const ORDER = [
  ...['0.9', '1.0.dev1', '1.0a1.dev2', '1.0a1', '1.0a2', '1.0b2', '1.0rc1.dev3', '1.0rc1', '1.0rc1.post2'],
  ...[
    '1.0',
    '1.0+abc.5',
    '1.0+abc.7',
    '1.0+5',
    '1.0+5.1',
    '1.0.post1.dev3',
    '1.0.post1',
    '1.0.1',
    '1.2',
    '1.10',
  ],
  ...['20240101', '1!0.1'],
];

describe('versions', () => {
  test.each(ORDER.slice(1).map((newer, index) => [ORDER[index] ?? '', newer]))(
    '%s is older than %s',
    (a, b) => {
      expect(compareVersions(versionOf(a), versionOf(b))).toBeLessThan(0);
      expect(compareVersions(versionOf(b), versionOf(a))).toBeGreaterThan(0);
    },
  );

  test.each([
    ['1.0', '1.0.0'],
    ['v1.0', '1'],
    ['1.0-alpha.1', '1.0a1'],
    ['1.0c2', '1.0rc2'],
    ['1.0-1', '1.0.post1'],
    ['1.0.REV2', '1.0.post2'],
    ['1.0.dev', '1.0.dev0'],
    ['1.0+ABC-5', '1.0+abc.5'],
  ])('%s is %s', (a, b) => {
    expect(compareVersions(versionOf(a), versionOf(b))).toBe(0);
  });

  test.each(['', 'main', '1.0.x', '1..0', '^1'])('%j is none', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});

describe('a constraint', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['*', ['0', '1.0', '2.0rc1'], []],
    ['x', ['1.0'], []],
    ['1.2', ['1.2', '1.2.0', '1.2+cpu'], ['1.2.1', '1.2.post1']],
    ['==1.2+cpu', ['1.2+cpu'], ['1.2', '1.2+cu118']],
    ['^1.2.3', ['1.2.3', '1.9'], ['1.2.2', '2.0', '2.0rc1']],
    ['^1', ['1.0', '1.9.9'], ['2', '0.9']],
    ['^0.2.3', ['0.2.3', '0.2.9'], ['0.3', '0.2.2']],
    ['^0.0.3', ['0.0.3'], ['0.0.4', '0.1']],
    ['^0.0', ['0.0.9'], ['0.1']],
    ['^0', ['0.9'], ['1.0']],
    ['^ 1.2', ['1.3'], ['2']],
    ['~1.2.3', ['1.2.3', '1.2.9'], ['1.3', '1.2.2']],
    ['~1.2', ['1.2', '1.2.9'], ['1.3']],
    ['~1', ['1.0', '1.9'], ['2.0']],
    ['~=1.4.2', ['1.4.2', '1.4.9'], ['1.5']],
    ['~=1.4', ['1.4', '1.9'], ['2.0']],
    ['1.*', ['1.0', '1.0.dev1', '1.9'], ['2.0', '2.0.dev1']],
    ['==1.2.*', ['1.2.3'], ['1.3']],
    ['1.2.x', ['1.2.3'], ['1.3']],
    ['!=1.2.*', ['1.1', '1.3'], ['1.2', '1.2.9', '1.2rc1']],
    ['!=1.2', ['1.2.1'], ['1.2', '1.2.0']],
    ['>=1.2,<2', ['1.2', '1.9'], ['2.0', '2.0rc1', '1.1']],
    ['>= 1.2 , < 2', ['1.2'], ['2.0']],
    ['>=1.2 <2', ['1.2'], ['2.0']],
    ['>1.2', ['1.2.1'], ['1.2', '1.2.post1', '1.2+local']],
    ['>1.2.post1', ['1.2.post2'], ['1.2.post1']],
    ['<2.0rc1', ['2.0b1'], ['2.0rc1']],
    ['<=2.0', ['2.0', '2.0rc1', '2.0+cpu'], ['2.0.post1']],
    ['<1.5 || ^2.0', ['1.4', '2.5'], ['1.5', '3.0']],
    ['<1.5|>=2', ['1.4', '2'], ['1.5']],
    ['>=1.0,<1.2.dev0 || >=1.3,!=1.3.1', ['1.1', '1.3', '1.4'], ['1.2', '1.3.1']],
    ['^1!2.0', ['1!2.1'], ['2.1', '1!3.0']],
    ['>=1.0,', ['1.0'], ['0.9']],
  ])('%s', (text, taken, refused) => {
    const constraint = parseConstraint(text) ?? [];
    expect([...taken, ...refused].filter((version) => allows(constraint, versionOf(version)))).toEqual(taken);
  });

  test.each(['', '||', 'main', '^', '1.2 || ', '^^1', '>=1 or so'])('%j is none', (text) => {
    expect(parseConstraint(text)).toBeUndefined();
  });
});

describe('a constraint on Python', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['^3.8', ['3.8', '3.13', '3.8.0'], ['3.7']],
    ['~3.11', ['3.11', '3.11.4'], ['3.10', '3.12']],
    ['~3', ['3.9'], []],
    ['3.11.*', ['3.11', '3.11.0'], ['3.12']],
    ['3.11', ['3.11', '3.11.9'], ['3.12', '3.10']],
    ['3.11.4', ['3.11.4'], ['3.11.5', '3.12']],
    ['>=3.8,<3.12 || ^3.13', ['3.8', '3.11', '3.13', '3.14'], ['3.12', '3.7']],
    ['>=3.8.1,<4.0', ['3.8', '3.8.1', '3.9'], ['3.8.0']],
    ['>3.8', ['3.8', '3.8.1', '3.9'], ['3.8.0', '3.7']],
    ['<=3.11', ['3.10', '3.11.0'], ['3.11', '3.11.1', '3.12']],
    ['<3.12.4', ['3.12.3', '3.11'], ['3.12', '3.12.4']],
    ['>=3.7,!=3.9.7,!=3.10.*', ['3.9', '3.9.6', '3.11'], ['3.9.7', '3.10']],
    ['>=2.7, !=3.0.*, !=3.1.*', ['3.9'], []],
    ['^2.7', [], ['3.9']],
    ['nothing that is known', ['3.9'], []],
  ])('%s', (text, taken, refused) => {
    expect([...taken, ...refused].filter((python) => takesPython(text, python))).toEqual(taken);
  });
});

describe('a constraint in the specifiers of PEP 440', () => {
  const specifier = (text: string) => {
    const constraint = parseConstraint(text);
    return constraint && specifierOf(constraint);
  };

  test.each([
    ['^1', '>=1,<2'],
    ['^1.2.3', '>=1.2.3,<2'],
    ['^0.2.3', '>=0.2.3,<0.3'],
    ['^0.0', '>=0.0,<0.1'],
    ['^1.2rc1', '>=1.2rc1,<2'],
    ['~1.2', '>=1.2,<1.3'],
    ['~1', '>=1,<2'],
    ['~=1.4.2', '>=1.4.2,<1.5'],
    ['1.2', '==1.2'],
    ['=1.2', '==1.2'],
    ['v1.2-post2', '==1.2.post2'],
    ['1!1.2.dev3', '==1!1.2.dev3'],
    ['1.0+cpu', '==1.0+cpu'],
    ['1.2.*', '==1.2.*'],
    ['==1.*', '==1.*'],
    ['!=1.2.*', '!=1.2.*'],
    ['>=1,<3,!=2.0,<>2.1', '>=1,<3,!=2.0,!=2.1'],
    ['>= 1 <3', '>=1,<3'],
    ['*', ''],
    ['*,<3', '<3'],
    // Alternatives that meet are one range.
    ['^1 || ^2', '>=1,<3'],
    ['^2 | ^1', '>=1,<3'],
    ['<=1 || >1', ''],
    ['<1 || * || >5', ''],
    ['>=1,<3 || ==2.5', '>=1,<3'],
    ['1.* || 2.*', '>=1,<3'],
    ['>=1 || >2,<3', '>=1'],
  ])('%s is %s', (text, expected) => {
    expect(specifier(text)).toEqual({ text: expected, isExact: true });
  });

  test.each([
    ['^1 || ^3', '>=1,<4'],
    ['1.0 || 2.0', '>=1.0,<=2.0'],
    ['<1 || >1', ''],
    ['<1 || >2,<3', '<3'],
    ['>=1,!=1.5,<2 || >=2', '>=1'],
    ['1.2.* || ^2', '>=1.2,<3'],
  ])('%s is no more than %s', (text, expected) => {
    expect(specifier(text)).toEqual({ text: expected, isExact: false });
  });

  test.each(['', 'y', '^', '1 ||', '>=1,<x'])('%j is none', (text) => {
    expect(specifier(text)).toBeUndefined();
  });
});
