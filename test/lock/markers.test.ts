import { describe, expect, test } from 'vitest';
import { ALWAYS, conditionTable, EntangledConditions, NEVER } from '../../src/lock/markers/conditions.js';
import { MarkerError, markerCondition } from '../../src/lock/markers/marker-condition.js';

const LINUX = { python: '3.11', extras: new Set(['web']), groups: new Set(['prod']) };

function read(marker: string, python = LINUX.python): string {
  const table = conditionTable();
  const condition = markerCondition(marker, table, { ...LINUX, python });
  return condition === ALWAYS ? 'always' : condition === NEVER ? 'never' : table.spell(condition);
}

describe('a marker', () => {
  test.each([
    ["sys_platform == 'linux'", 'always'],
    ["sys_platform != 'linux'", 'never'],
    ["sys_platform in 'linux linux2'", 'always'],
    ["os_name == 'nt' or platform_system == 'Linux'", 'always'],
    ["implementation_name == 'pypy'", 'never'],
    ["python_version < '3.12'", 'always'],
    ["'3.12' <= python_version", 'never'],
    ["python_version ~= '3.9'", 'always'],
    ["python_version ~= '3.9.0'", 'never'],
    ["python_version not in '3.9, 3.11'", 'never'],
    ["python_full_version == '3.11.*'", 'always'],
    ["python_full_version >= '3.11'", 'always'],
    ["python_full_version > '3.11.0'", 'python_full_version > "3.11.0"'],
    ["python_full_version <= '3.11.4'", 'python_full_version <= "3.11.4"'],
    ["python_full_version < '3.11.4' and python_full_version < '3.10.9'", 'never'],
    ["extra == 'web'", 'always'],
    ["'web' in extras and 'prod' in dependency_groups", 'always'],
    ["'other' in extras or 'dev' in dependency_groups", 'never'],
    ["platform_machine == 'x86_64'", 'platform_machine == "x86_64"'],
    ["platform_machine != 'x86_64' and os_name != 'nt'", 'platform_machine != "x86_64"'],
    ["platform_machine == 'a' or platform_machine != 'a'", 'always'],
    ["platform_machine not in 'a b'", 'platform_machine not in "a b"'],
    ["'a' in platform_machine", '"a" in platform_machine'],
    [
      "platform_machine == 'a' and (platform_release == 'b' or platform_version == 'c')",
      'platform_machine == "a" and (platform_release == "b" or platform_version == "c")',
    ],
    ["platform_release >= '20' and platform_release >= '20'", 'platform_release >= "20"'],
    ["platform_version == '\"'", "platform_version == '\"'"],
    [
      "platform_machine == 'a'\n  or platform_machine == 'b  c'",
      'platform_machine == "a" or platform_machine == "b  c"',
    ],
  ])('%s is decided as far as it can be: %s', (marker, decided) => {
    expect(read(marker)).toBe(decided);
  });

  test('is decided by the whole version where that is known, and not at all where only Python 3 is', () => {
    expect(read("python_full_version > '3.11.0'", '3.11.4')).toBe('always');
    expect(read("python_version >= '3.9'", '3')).toBe('python_version >= "3.9"');
  });

  test('means the same when it is read again', () => {
    const marker = "platform_machine == 'a' and platform_release < '2' or platform_version == 'c'";
    const table = conditionTable();
    const condition = markerCondition(marker, table, LINUX);
    expect(markerCondition(table.spell(condition), table, LINUX)).toBe(condition);
    expect(table.not(table.not(condition))).toBe(condition);
  });

  test.each([
    '',
    'and',
    "os_name == 'a' b",
    "(os_name == 'a'",
    "os_name = 'a'",
    'os_name == sys_platform',
    '$',
    "'a' == 'b'",
    "os_name not < 'a'",
    "os_nmae == 'a'",
    `${'('.repeat(200)}os_name == 'a'${')'.repeat(200)}`,
  ])('is refused: %s', (marker) => {
    expect(() => read(marker)).toThrow(MarkerError);
  });
});

test('conditions that grow without end are refused', () => {
  const table = conditionTable();
  const differs = (number: number) => {
    const [a, b] = [`a${number}`, `b${number}`].map((right) =>
      table.holds({ left: 'platform_release', operator: '==', right }),
    );
    return table.or(table.and(a ?? 0, table.not(b ?? 0)), table.and(b ?? 0, table.not(a ?? 0)));
  };
  const parity = Array.from({ length: 30 }, (_, index) => differs(index)).reduce((all, one) =>
    table.or(table.and(all, table.not(one)), table.and(one, table.not(all))),
  );
  expect(() => table.spell(parity)).toThrow(EntangledConditions);
});

test('as many comparisons as nobody writes are refused, not followed down the call stack', () => {
  const table = conditionTable();
  const all = () =>
    Array.from({ length: 8000 }, (_, index) => `platform_release == '${index}'`).reduce(
      (before, marker) => table.or(markerCondition(marker, table, LINUX), before),
      NEVER,
    );
  expect(all).toThrow(EntangledConditions);
});
