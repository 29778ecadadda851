import { describe, expect, test } from 'vitest';
import type { LockSelection } from '../../src/lock/lock.js';
import { readLock } from '../../src/lock/read-lock.js';

/** A `[[package]]`; further lines may begin tables of it. */
function locked(name: string, version: string, lines = ''): string {
  return `[[package]]\nname = "${name}"\nversion = "${version}"\noptional = false\npython-versions = ">=3.8"\n${lines}\n`;
}

function read(project: string, packages: readonly string[], selection: Partial<LockSelection> = {}) {
  const text = `${packages.join('')}[metadata]\nlock-version = "2.0"\npython-versions = "^3.8"\n`;
  const pyproject = `[tool.poetry]\nname = "app"\n[tool.poetry.dependencies]\npython = "^3.8"\n${project}\n`;
  return readLock('poetry.lock', text, { extras: [], groups: [], python: '3.13', ...selection }, pyproject);
}

/** Packages with their markers. */
function lines(...given: Parameters<typeof read>): readonly string[] {
  const { packages, problems, unknown } = read(...given);
  expect({ problems, unknown }).toEqual({ problems: [], unknown: [] });
  return packages.map(({ name, version, marker }) => `${name} ${version}${marker ? ` ; ${marker}` : ''}`);
}

describe('several versions of a package', () => {
  const [one, two] = [locked('idna', '1.0'), locked('idna', '2.0')];

  test('are chosen by the machine, also for what others depend on', () => {
    const project = `idna = [
      { version = "<2", markers = "platform_machine == 'x86_64'" },
      { version = ">=2", markers = "platform_machine != 'x86_64'" },
    ]\ntool = "*"`;
    expect(lines(project, [one, two, locked('tool', '1', '[package.dependencies]\nidna = ">=1"')])).toEqual([
      'idna 1.0 ; platform_machine == "x86_64"',
      'idna 2.0 ; platform_machine != "x86_64"',
      'tool 1',
    ]);
  });

  test('are chosen anew where a later requirement does not take the newest', () => {
    const old = locked('old', '1', '[package.dependencies]\nidna = "<2"');
    expect(lines('idna = "*"\nold = "*"', [one, two, old])).toEqual(['idna 1.0', 'old 1']);
  });

  test('are chosen by the Python that each is for', () => {
    const newer = locked('idna', '2.0').replace('>=3.8', '>=3.10');
    const tool = locked('tool', '1', '[package.dependencies]\nidna = "*"');
    expect(lines('tool = "*"', [one, newer, tool])).toEqual(['idna 2.0', 'tool 1']);
    expect(lines('tool = "*"', [one, newer, tool], { python: '3.9' })).toEqual(['idna 1.0', 'tool 1']);
    expect(lines('idna = "*"', [one, newer])).toEqual(['idna 1.0']);
    expect(lines('idna = { version = "*", python = ">=3.10" }', [one, newer])).toEqual(['idna 2.0']);
  });

  test('are chosen by the index that is named', () => {
    const cpu = locked(
      'torch',
      '2.0+cpu',
      '[package.source]\ntype = "legacy"\nurl = "https://example.org/cpu"\nreference = "cpu"',
    );
    const project = `torch = [
      { version = "2.0", source = "CPU", markers = "platform_machine == 'aarch64'" },
      { version = "2.0", source = "pypi", markers = "platform_machine != 'aarch64'" },
    ]`;
    expect(lines(project, [locked('torch', '2.0'), cpu])).toEqual([
      'torch 2.0 ; platform_machine != "aarch64"',
      'torch 2.0+cpu ; platform_machine == "aarch64"',
    ]);
    expect(lines('torch = { version = "2.0", source = "other" }', [cpu])).toEqual(['torch 2.0+cpu']);
  });

  test('are chosen by the place that they come from', () => {
    const source = (lock: string) => `[package.source]\n${lock}`;
    const packages = [
      locked('tool', '3', source('type = "directory"\nurl = "libs/tool"')),
      locked(
        'tool',
        '2',
        source(
          'type = "git"\nurl = "https://example.org/a"\nreference = "0123abcd"\nresolved_reference = "0123abcd"',
        ),
      ),
      locked('tool', '1', source('type = "url"\nurl = "https://example.org/tool.zip"\nsubdirectory = "lib"')),
    ];
    expect(lines('tool = { path = "./libs/../libs/tool/" }', packages)).toEqual(['tool 3']);
    expect(lines('tool = { git = "https://example.org/a", rev = "0123" }', packages)).toEqual(['tool 2']);
    expect(lines('tool = { url = "https://example.org/tool.zip", subdirectory = "lib" }', packages)).toEqual([
      'tool 1',
    ]);
  });
});

describe('an extra of a package', () => {
  const tool = locked(
    'tool',
    '1',
    '[package.dependencies]\nidna = { version = ">=1", optional = true, markers = "extra == \'Fast_One\'" }\n' +
      'attrs = { version = "*", optional = true }\nsix = { version = "*", optional = true, markers = "extra == \'other\'" }\n' +
      '[package.extras]\nfast-one = ["idna", "attrs (>=1)"]\nother = ["six"]',
  );
  const packages = [tool, ...['idna', 'attrs', 'six'].map((name) => locked(name, '1'))];

  // poetry's exporter compares the constraints too, and leaves out what has been locked under another one.
  test('brings what has a name of its list', () => {
    expect(lines('tool = { version = "*", extras = ["fast_one"] }', packages)).toEqual([
      'tool 1',
      'idna 1',
      'attrs 1',
    ]);
    expect(lines('tool = "*"', packages)).toEqual(['tool 1']);
  });
});

describe('a dependency', () => {
  const idna = locked('idna', '1');

  test.each([
    ['platform = "linux"', 1],
    ['platform = "win32"', 0],
    ['platform = "!=win32"', 1],
    ['platform = "win32 || darwin"', 0],
    ['platform = "win32 || linux"', 1],
    ['platform = "*"', 1],
    ['python = "<3.13"', 0],
    ['python = "~3.12 || ^3.13"', 1],
    ['markers = "python_version < \'3.13\'", python = "^3.8"', 0],
    ['optional = true', 1],
  ])('with %s is installed or not', (condition, expected) => {
    expect(lines(`idna = { version = "*", ${condition} }`, [idna])).toHaveLength(expected);
  });

  test('that no machine can need is passed over, locked or not', () => {
    const tool = locked(
      'tool',
      '1',
      '[package.dependencies]\nidna = { version = "*", markers = "platform_machine == \'x86_64\'" }\n' +
        'absent = { version = "*", markers = "python_full_version < \'3.13.1\' and python_full_version >= \'3.13.2\'" }',
    );
    const project = 'tool = { version = "*", markers = "platform_machine == \'aarch64\'" }';
    expect(lines(project, [tool])).toEqual(['tool 1 ; platform_machine == "aarch64"']);
  });

  test('on the project itself leads nowhere', () => {
    expect(lines('idna = "*"', [locked('idna', '1', '[package.dependencies]\nApp = "*"')])).toEqual([
      'idna 1',
    ]);
  });

  test('that the lock does not have is told of once', () => {
    const tool = locked('tool', '1', '[package.dependencies]\nidna = ">=2"\nabsent = "*"');
    const { problems } = read('tool = "*"\nidna = "*"', [tool, idna]);
    expect(problems.map(({ message, place }) => [message, place])).toEqual([
      ['the lock beside this file has no `idna` that fits here', 'project'],
      ['`tool` needs `idna`, of which the lock has none that fits', undefined],
      ['`tool` needs `absent`, of which the lock has none that fits', undefined],
    ]);
  });

  test('on what old releases never lock is passed over in their locks alone', () => {
    const tool = locked('tool', '1', '[package.dependencies]\nsetuptools = ">=3.0"');
    const project = '[tool.poetry.dependencies]\ntool = "*"\n';
    const problemsOf = (version: string) =>
      readLock(
        'poetry.lock',
        `${tool}[metadata]\nlock-version = "${version}"\n`,
        { extras: [], groups: [], python: '3.13' },
        project,
      ).problems.map(({ code }) => code);
    expect([problemsOf('1.1'), problemsOf('2.0')]).toEqual([[], ['lock-incomplete']]);
  });
});

test('groups are those of the project', () => {
  const project =
    '[tool.poetry.group.Docs.dependencies]\nidna = "*"\n[tool.poetry.dev-dependencies]\nsix = "*"';
  const packages = [locked('idna', '1'), locked('six', '1')];
  expect(lines(project, packages)).toEqual([]);
  expect(lines(project, packages, { groups: ['docs'] })).toEqual(['idna 1']);
  expect(lines(project, packages, { groups: ['dev'] })).toEqual(['six 1']);
  expect(read(project, packages, { groups: ['test'] }).unknown).toEqual([
    { kind: 'group', name: 'test', known: ['main', 'Docs', 'dev'] },
  ]);
});
