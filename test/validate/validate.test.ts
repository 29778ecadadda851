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

  test.each([
    ['python: 3\n', '', /^the first line is not `#syntax=`$/],
    ['#syntax=\npython: 3\n', '#syntax=', /^`#syntax=` names no image$/],
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

describe('envs', () => {
  test('values are what was written', async () => {
    const { environment } = await validMopyfile(
      'envs: {A: 1, B: yes, C: 0x10, D: 1.10, E: true, F: "", G: "a$b", H: "#", I: "$${X}", J: "$$"}\n',
    );
    const values = environment.map(({ name, value }) => [name, value]);
    expect(Object.fromEntries(values)).toEqual({
      A: [{ kind: 'literal', text: '1' }],
      B: [{ kind: 'literal', text: 'yes' }],
      C: [{ kind: 'literal', text: '0x10' }],
      D: [{ kind: 'literal', text: '1.10' }],
      E: [{ kind: 'literal', text: 'true' }],
      F: [],
      G: [{ kind: 'literal', text: 'a$b' }],
      H: [{ kind: 'literal', text: '#' }],
      I: [{ kind: 'literal', text: '${X}' }],
      J: [{ kind: 'literal', text: '$$' }],
    });
  });

  test('references reach earlier keys and PATH', async () => {
    const { environment } = await validMopyfile(
      'envs:\n  A: 1\n  B: x${A}$${A}${PATH}\n  PATH: ${B}:${PATH}\n',
    );
    expect(environment.map(({ value }) => value)).toEqual([
      [{ kind: 'literal', text: '1' }],
      [
        { kind: 'literal', text: 'x' },
        { kind: 'reference', name: 'A' },
        { kind: 'literal', text: '${A}' },
        { kind: 'reference', name: 'PATH' },
      ],
      [
        { kind: 'reference', name: 'B' },
        { kind: 'literal', text: ':' },
        { kind: 'reference', name: 'PATH' },
      ],
    ]);
  });

  test.each([
    ['A: ${B}\n  B: 1', ['unknown-reference'], ['${B}']],
    ['A: ${A}', ['unknown-reference'], ['${A}']],
    ['A: ${}', ['unknown-reference'], ['${}']],
    ['A: x${HOME}', ['unknown-reference'], ['${HOME}']],
    ['A: "x${"', ['unclosed-reference'], ['${']],
    ['A: "${B} ${"', ['unknown-reference', 'unclosed-reference'], ['${B}', '${']],
    ['A: ${B ${PATH}', ['unclosed-reference'], ['${B ${PATH}']],
    ['PATH: /bin', ['path-replaced'], ['/bin']],
    ['PATH: $${PATH}:/bin', ['path-replaced'], ['$${PATH}:/bin']],
    ['A: "x\\ty"', ['control-character'], ['"x\\ty"']],
    ['A: >\n    x', ['control-character'], ['>\n    x\n']],
    ['A: ~', ['empty-value'], ['~']],
    ['A:', ['empty-value'], ['A']],
    ['A: [x]', ['wrong-type'], ['[x]']],
    ['1A: x', ['environment-name'], ['1A']],
    ['"A=B": x', ['environment-name'], ['"A=B"']],
  ])('%j', async (line, codes, texts) => {
    const { diagnostics } = await validateText(`#syntax=x\npython: 3\nenvs:\n  ${line}\n`);
    expect(codesOf(diagnostics)).toEqual(codes);
    expect(blamed(diagnostics)).toEqual(texts);
  });
});

describe('indices', () => {
  /** The URL that pip gets, secrets in brackets, and the trusted host. */
  async function indexOf(lines: readonly string[]): Promise<readonly (string | undefined)[]> {
    const { indices } = await validMopyfile(`indices:\n  - ${lines.join('\n    ')}\n`);
    const [index] = indices;
    const url = index?.url.map((part) => (part.kind === 'secret' ? `[${part.text}]` : part.text)).join('');
    return [url, index?.trustedHost];
  }

  test.each<[readonly string[], string, string | undefined]>([
    [['url: https://h/simple'], 'https://h/simple', undefined],
    [['url: https://h/simple', 'trust: true'], 'https://h/simple', 'h'],
    [['url: http://h:8080/simple', 'trust: true'], 'http://h:8080/simple', 'h:8080'],
    [['url: https://h:443/', 'trust: true'], 'https://h:443/', 'h:443'],
    [['url: https://[::1]:8080/x', 'trust: true'], 'https://[::1]:8080/x', '[::1]:8080'],
    [['url: https://h/s', 'username: u', 'password: p'], 'https://[u]:[p]@h/s', undefined],
    [['url: https://h/s', 'username: token'], 'https://[token]@h/s', undefined],
    [['url: https://h/s', 'password: p'], 'https://h/s', undefined],
    [
      ['url: https://h/s', 'username: "a@b:c/%"', 'password: 0x10'],
      'https://[a%40b%3Ac%2F%25]:[0x10]@h/s',
      undefined,
    ],
    [['url: https://h/s', 'username: "it\'s (*)!"'], 'https://[it%27s%20%28%2A%29%21]@h/s', undefined],
    [['url: https://h/s', 'username: é'], 'https://[%C3%A9]@h/s', undefined],
    [['url: https://u:p%2F@h/s', 'trust: true'], 'https://[u:p%2F]@h/s', 'h'],
    [['url: https://token@h/s'], 'https://[token]@h/s', undefined],
    [['url: https://u:p@h/s', 'username: v'], 'https://[v]@h/s', undefined],
    [['url: https://u:p@h/s', 'password: q'], 'https://[u:p]@h/s', undefined],
    [['url: https://h/s?a=b#c'], 'https://h/s?a=b#c', undefined],
  ])('%j', async (lines, url, host) => {
    expect(await indexOf(lines)).toEqual([url, host]);
  });

  test('secrets know where they were written', async () => {
    const { indices, source } = await validMopyfile(
      'indices:\n  - url: https://a:b@h\n  - url: https://h\n    username: "us\\x65r"\n    password: secret\n',
    );
    const places = indices.flatMap(({ url }) =>
      url.flatMap((part) => (part.kind === 'secret' ? [part.location.span] : [])),
    );
    const textOf = ({ start, end }: { start: number; end: number }) => source.text.slice(start, end);
    expect(places.map(textOf)).toEqual(['a:b', '"us\\x65r"', 'secret']);
    expect(source.secretSpans?.map(textOf)).toEqual(['a:b', '"us\\x65r"', 'secret']);
  });

  test.each([
    ['url: https://u:p@h', ['index-credentials']],
    ['url: https://u:p@h\n    username: v', ['index-credentials', 'index-credentials-twice']],
    ['url: https://h\n    password: p', ['index-password-ignored']],
    ['url: http://h', ['index-insecure']],
    ['url: http://h\n    trust: true', []],
    ['url: http://127.0.0.1:80/x', []],
    ['url: ftp://h', ['index-url']],
    ['url: h/simple', ['index-url']],
    ['url: "https://h/a b"', ['index-url']],
    ['url: https://h/${X}', ['index-url']],
    ['url: https://h:99999/', ['index-url']],
    ['url: "https:///x"', ['index-url']],
    ['url:', ['empty-value']],
    ['url: https://h\n    username:', ['empty-value']],
    ['url: https://h\n    trust: yes', ['wrong-type']],
    ['url: https://h\n    default: 1', ['wrong-type']],
    ['trust: true', ['missing-key']],
    ['url: https://h\n    usrname: x', ['unknown-key']],
  ])('%j', async (line, codes) => {
    expect(codesOf((await validateText(`indices:\n  - ${line}\n`)).diagnostics)).toEqual(codes);
  });

  test('at most one replaces PyPI', async () => {
    const index = '  - url: https://h\n    default: true\n';
    expect(codesOf((await validateText(`indices:\n${index}`)).diagnostics)).toEqual([]);
    expect(codesOf((await validateText(`indices:\n${index.repeat(3)}`)).diagnostics)).toEqual([
      'index-default',
      'index-default',
    ]);
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

describe('project', () => {
  const files = {
    'main.py': '',
    'app/main.py': '',
    'a/b/c.py': '',
    'other/x.py': '',
    'notes.txt': '',
    'venv/main.py': '',
  };

  test.each([
    ['app', 'app', 'directory', 'app'],
    ['app/', 'app', 'directory', 'app'],
    ['./app/', 'app', 'directory', 'app'],
    ['.', '.', 'directory', 'app'],
    ['./', '.', 'directory', 'app'],
    ['main.py', 'main.py', 'file', 'main.py'],
    ['./a//b/../b/c.py', 'a/b/c.py', 'file', 'c.py'],
  ])('%s', async (written, path, kind, target) => {
    const { project } = await validMopyfile(`project: ${written}\n`, files);
    expect(project).toMatchObject({
      parts: [{ path: { path, kind }, target }],
      ...(kind === 'directory' ? { folder: target, main: 'main.py' } : { main: `/home/nonroot/${target}` }),
    });
  });

  test.each([
    ['missing', 'project-missing'],
    ['app\\main.py', 'project-missing'],
    ['other', 'project-kind'],
    ['notes.txt', 'project-kind'],
    ['/app', 'project-absolute'],
    ['C:\\app', 'project-absolute'],
    ['../app', 'project-outside'],
    ['app/../..', 'project-outside'],
    ['venv', 'project-ignored'],
    ['""', 'empty-value'],
    ['', 'empty-value'],
    ['[app]', 'project-kind'],
    ['[app, main.py, app/main.py]', 'project-repeated'],
    ['[main.py, ./main.py]', 'project-repeated'],
    ['[., main.py]', 'project-repeated'],
    ['[main.py, {a: b}]', 'wrong-type'],
    ['[main.py, missing]', 'project-missing'],
    ['[main.py, ../x]', 'project-outside'],
    ['{a: b}', 'wrong-type'],
  ])('%j: %s', async (written, code) => {
    expect(codesOf((await validateText(`project: ${written}\n`, files)).diagnostics)).toEqual([code]);
  });

  test('a list keeps places', async () => {
    const { project } = await validMopyfile('project: [app/, main.py, ./a/b]\n', files);
    expect(project?.parts.map(({ path, target }) => [path.path, target])).toEqual([
      ['app', 'app/app'],
      ['main.py', 'app/main.py'],
      ['a/b', 'app/a/b'],
    ]);
    expect(project).toMatchObject({ folder: 'app', main: 'main.py' });
  });

  test.each(['other', 'notes.txt', '[notes.txt, other/]'])(
    'with a command, %s needs no program',
    async (written) => {
      const { project } = await validMopyfile(`project: ${written}\ncommand: python -m x\n`, files);
      expect(project?.parts.length).toBeGreaterThan(0);
    },
  );

  test('a program that is a link must stay in its folder', async () => {
    const linked = (end: string) => validateText('project: app\n', files, NOW, { 'app/main.py': [end] });
    const outside = await linked('main.py');
    expect(codesOf(outside.diagnostics)).toEqual(['project-outside']);
    expect(outside.diagnostics.map(({ message }) => message)).toContain(
      '`app/main.py` is a link to `main.py`, which is not in `app`',
    );
    expect(codesOf((await linked('app/b/c.py')).diagnostics)).toEqual([]);
  });

  test('the ignore file may leave out just the program', async () => {
    const ignoring = { ...files, '.dockerignore': 'app/main.py\n' };
    expect(codesOf((await validateText('project: app\n', ignoring)).diagnostics)).toEqual([
      'project-ignored',
    ]);
  });

  test.each<[ignoreFile: string, written: string, warned: boolean]>([
    ['x', '.', true],
    ['*.pyc\n!**', '.', true],
    ['!.git', '.', false],
    ['**/.git\n!.git', '.', false],
    ['!**/.git', '.', false],
    ['!app/.git', '.', true],
    ['!other/.env', 'app', true],
    ['!app/.env', 'app', false],
  ])('%j and `project: %s`: private files are warned of: %s', async (ignoreFile, written, warned) => {
    const own = { ...files, '.dockerignore': ignoreFile, '.git/HEAD': '', 'app/.env': '' };
    const { diagnostics } = await validateText(`project: ${written}\n`, own);
    expect(codesOf(diagnostics)).toEqual(warned ? ['project-private'] : []);
  });

  test('the ignore file of the Mopyfile comes first', async () => {
    const both = { ...files, '.dockerignore': 'app\n', 'Mopyfile.yaml.dockerignore': '' };
    expect(codesOf((await validateText('project: app\n', both)).diagnostics)).toEqual([]);
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
