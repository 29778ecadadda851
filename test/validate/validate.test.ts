import { describe, expect, test } from 'vitest';
import { endedOn } from '../../src/validate/keys/python/end-of-life.js';
import { blamed, codesOf, NOW, validateText, validMopyfile } from './validate-text.js';

describe('a Mopyfile that says little', () => {
  test('has the documented defaults', async () => {
    const mopyfile = await validMopyfile('apiVersion: v1\n');
    expect(mopyfile).toMatchObject({
      python: { version: '3.9' },
      base: 'distroless',
      buildDependencies: [],
      runtimeDependencies: [],
      environment: [],
      indices: [],
      requirements: [],
      sbom: true,
      labels: [],
      contextPath: 'Mopyfile.yaml',
      ignore: { origin: 'built-in' },
    });
    expect(mopyfile.project).toBeUndefined();
  });

  test('gets a warning each for the first line and for the version', async () => {
    const { diagnostics } = await validateText('apiVersion: v1\n');
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning missing-syntax',
      'warning missing-python',
    ]);
  });

  test.each(['pyhton: 3.13\n', 'Python: 3.13\n'])('gets the error alone for the key of %j', async (text) => {
    const { diagnostics } = await validateText(`#syntax=mopy/mopy:1\n${text}`);
    expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-key']);
  });

  test.each([
    ['python: 3\n', '', /^the first line is not `#syntax=`$/],
    ['#syntax=\npython: 3\n', '#syntax=', /^`#syntax=` names no image$/],
    [
      '#syntax=docker/dockerfile:1\npython: 3\n',
      'docker/dockerfile:1',
      /^`docker build` would read this file as a Dockerfile$/,
    ],
    ['# syntax = \t\npython: 3\n', '# syntax =', /^`#syntax=` names no image$/],
    ['# x\n#syntax=a\npython: 3\n', '#syntax=a', /is not in the first line/],
  ])('%j is told what is wrong with its first line', async (text, place, message) => {
    const { diagnostics } = await validateText(text);
    const found = diagnostics.filter(({ code }) => code === 'missing-syntax');
    expect(blamed(found)).toEqual([place]);
    expect(found[0]?.message).toMatch(message);
  });
});

describe('python', () => {
  test.each(['3', '3.9', '3.10', '3.9.1', '3.13.0', '3.99', '3.100.12'])(
    '%s is a version',
    async (version) => {
      expect((await validMopyfile(`python: ${version}\n`)).python).toMatchObject({
        version,
        location: { span: { start: 8, end: 8 + version.length } },
      });
    },
  );

  test.each([
    '2',
    '2.7',
    '4',
    '3.',
    '3.9.1.2',
    '3.09',
    '3.x',
    '3.9-slim',
    '3.14rc1',
    'latest',
    '""',
    'true',
    "'3.9 '",
  ])('%s is not', async (version) => {
    expect(codesOf((await validateText(`python: ${version}\n`)).diagnostics)).toEqual(['python-version']);
  });

  test.each([
    ['3.9', '2025-10-31T23:59:59Z', undefined],
    ['3.9', '2025-11-01T00:00:00Z', '2025-10-31'],
    ['3.9.1', '2025-11-01T00:00:00Z', '2025-10-31'],
    ['3.10', '2026-10-31T00:00:00Z', undefined],
    ['3.1', '2026-10-31T00:00:00Z', '2012-04-09'],
    ['3', '2099-01-01T00:00:00Z', undefined],
    ['3.50', '2099-01-01T00:00:00Z', undefined],
  ])('%s on %s: %s', (version, now, ended) => {
    expect(endedOn(version, new Date(now))).toBe(ended);
  });
});

describe('build-deps', () => {
  test.each([
    'gfortran',
    'g++',
    'libstdc++6',
    'libc6:arm64',
    'python3-dev:any',
    'curl=7.88.1-10+deb12u5',
    'vim=2:9.0.1378-2',
    'libc6:i386=2.36-9~bpo11+1',
    'cmake/bookworm-backports',
    'cmake/stable',
    'libfoo1.2-dev',
    '7zip',
  ])('%s is a package', async (name) => {
    const { buildDependencies } = await validMopyfile(`build-deps:\n  - ${name}\n`);
    expect(buildDependencies.map(({ value }) => value)).toEqual([name]);
  });

  test.each([
    '-y',
    '--reinstall',
    'gcc-',
    'a',
    'GCC',
    'a b',
    'a;b',
    '$(id)',
    '`id`',
    'a|b',
    'a&&b',
    '../x.deb',
    './x.deb',
    '/x.deb',
    'a=',
    'a=x',
    'a=1 b',
    'a/',
    'ab/x/y',
    'ab=1/x',
    'ab=1.*',
    'ab:',
    'ab:-x',
    'ab^',
    'ab*',
    'ab\\n',
    'ab\\u00e9',
    '',
    ' ',
  ])('%j is not', async (name) => {
    const { diagnostics } = await validateText(`build-deps:\n  - "${name.replaceAll('"', '\\"')}"\n`);
    expect(codesOf(diagnostics)).toEqual(['build-dependency']);
  });
});

describe('runtime-deps', () => {
  test.each(['ffmpeg', 'libstdc++6', 'curl=7.88.1-10+deb12u5', 'git/bookworm-backports'])(
    '%s is a package',
    async (name) => {
      const { runtimeDependencies } = await validMopyfile(`runtime-deps:\n  - ${name}\n`);
      expect(runtimeDependencies.map(({ value }) => value)).toEqual([name]);
    },
  );

  test.each([
    ['libc6:arm64', 'the image has packages of its own platform alone: write `libc6`'],
    ['curl:any=7.1-1', 'the image has packages of its own platform alone: write `curl`'],
    ['ab*', 'the forms are `name`, `name=version` and `name/suite`'],
    ['git-', 'remove the `-` at the end'],
  ])('%s is not', async (name, hint) => {
    const { diagnostics } = await validateText(`runtime-deps:\n  - ${name}\n`);
    expect(codesOf(diagnostics)).toEqual(['runtime-dependency']);
    expect(diagnostics.map((diagnostic) => diagnostic.hint).join('\n')).toContain(hint);
  });
});

describe('labels', () => {
  test.each([
    ['a: ${b}\n  b: ${mopy.version}', []],
    ['a: ${mopy.sbom}', []],
    ['mopy.sbom: own\n  a: ${mopy.sbom}', []],
    ['a: x\n  b: ${a} ${a}', []],
    ['a: ${b}\n  b: ${a}', ['circular-reference']],
    ['a: ${b}\n  b: ${c}\n  c: ${b}', ['circular-reference']],
    ['mopy.version: x${mopy.version}', ['circular-reference']],
    ['a: ${nothing}', ['unknown-reference']],
    ['a: "${"', ['unclosed-reference']],
    ['a: "x\\ny"', ['control-character']],
    ['"": x', ['label-name']],
    ['"a=b": x', ['label-name']],
    ['"a b\\"\'$": x', []],
    ['a:', ['empty-value']],
  ])('%j', async (line, codes) => {
    expect(codesOf((await validateText(`labels:\n  ${line}\n`)).diagnostics)).toEqual(codes);
  });

  test('without the list of packages there is no label to refer to', async () => {
    const text = 'labels:\n  a: ${mopy.sbom}\n';
    expect(codesOf((await validateText(`sbom: false\n${text}`)).diagnostics)).toEqual(['unknown-reference']);
    expect(codesOf((await validateText(`sbom: false\n${text}  mopy.sbom: own\n`)).diagnostics)).toEqual([]);
  });
});

describe('booleans', () => {
  test.each([
    ['sbom: true', true],
    ['sbom: False', false],
  ])('%s', async (text, sbom) => {
    expect((await validMopyfile(text)).sbom).toBe(sbom);
  });

  test.each([
    ['yes', 'write `true`'],
    ['OFF', 'write `false`'],
    ['constructor', 'write it like this: `sbom: false`'],
    ['__proto__', 'write it like this: `sbom: false`'],
  ])('%s has the hint: %s', async (word, hint) => {
    const { diagnostics } = await validateText(`sbom: ${word}\n`);
    expect(diagnostics.find(({ code }) => code === 'wrong-type')?.hint).toBe(hint);
  });

  test.each(['yes', 'on', '"true"', '1', 'no'])(
    '`sbom: %s` is an error that says what to write',
    async (written) => {
      const { diagnostics } = await validateText(`sbom: ${written}`);
      const hints = diagnostics.filter(({ code }) => code === 'wrong-type').map(({ hint }) => hint);
      expect(hints).toEqual([written === 'no' ? 'write `false`' : 'write `true`']);
    },
  );
});

describe('unknown keys', () => {
  test('may be many, and are compared with each other once', async () => {
    const count = 40_000;
    const text = Array.from({ length: count }, (_, index) => `key${index}: x\n`).join('');
    const { diagnostics } = await validateText(text);
    expect(diagnostics.filter(({ code }) => code === 'unknown-key')).toHaveLength(count);
  });

  test.each([
    ['Pip', 'did you mean `pip`?'],
    ['build_deps', 'did you mean `build-deps`?'],
    ['env', 'did you mean `envs`?'],
    ['indexes', 'did you mean `indices`?'],
    ['lables', 'did you mean `labels`?'],
    ['dependencies', 'did you mean `pip`?'],
    ['constructor', undefined],
    ['__proto__', undefined],
    ['<<', undefined],
  ])('%s', async (key, hint) => {
    const { diagnostics } = await validateText(`${key}: x\n`);
    const [found] = diagnostics.filter(({ code }) => code === 'unknown-key');
    expect(blamed(found ? [found] : [])).toEqual([key]);
    if (hint !== undefined) {
      expect(found?.hint).toBe(hint);
    } else {
      expect(found?.hint).not.toContain('did you mean');
    }
  });
});

test.each<[string, string | undefined]>([
  ['envs:\nNAME: value\n', 'if it belongs to `envs`, indent it by two spaces'],
  ['labels: {}\nNAME: value\n', undefined],
  ['project:\nNAME: value\n', undefined],
])('%j: the key below one without a value may be in the wrong column', async (text, hint) => {
  const { diagnostics } = await validateText(text);
  const found = diagnostics.find(({ code }) => code === 'unknown-key')?.hint;
  expect(found).toEqual(hint ?? expect.stringMatching(/^the keys are/));
});

test('a list whose entries lack the space behind `-` is one string', async () => {
  const { diagnostics } = await validateText('pip:\n  -numpy\n  -pandas\n');
  expect(diagnostics.find(({ code }) => code === 'wrong-type')?.hint).toBe(
    'an entry of a list begins with `-` and a space',
  );
});

test('all problems are reported at once, from the top down', async () => {
  const text = [
    'python: 2.7',
    'pip: numpy',
    'envs: {A: "${B}"}',
    'base: slimm',
    'indices: [{url: x}]',
    'project: nowhere',
    'nonsense: 1',
  ].join('\n');
  const { diagnostics, mopyfile } = await validateText(text, {}, NOW);
  expect(mopyfile).toBeUndefined();
  expect(codesOf(diagnostics)).toEqual([
    'python-version',
    'wrong-type',
    'unknown-reference',
    'unknown-base',
    'index-url',
    'project-missing',
    'unknown-key',
  ]);
});

test('a control character in `project` is one error', async () => {
  const { diagnostics } = await validateText('python: 3.13\nproject: "a\\0b"\n');
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
    'control-character',
  ]);
});
