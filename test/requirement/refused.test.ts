import { describe, expect, it } from 'vitest';
import { parseRequirement } from '../../src/requirement/parse-requirement.js';

/** Entry, code, the text that is blamed, and what the hint must say. */
const REFUSED: readonly (readonly [string, string, string, RegExp?])[] = [
  ['', 'pip-empty', ''],
  ['   ', 'pip-empty', '   '],
  ['a\nb', 'pip-characters', '\n'],
  ['a\u2028b', 'pip-characters', '\u2028'],
  ['a\u0000', 'pip-characters', '\u0000'],
  ['a\ud800', 'pip-characters', '\ud800'],
  ['numpy\\', 'pip-characters', '\\'],
  ['numpy # fast', 'pip-comment', '# fast'],
  ['#numpy', 'pip-comment', '#numpy'],
  ['--pre', 'pip-option', '--pre', /requirements file/],
  ['numpy --hash=sha256:1', 'pip-option', '--hash', /requirements file/],
  ['numpy -U', 'pip-option', '-U'],
  ['-r ./dev.txt', 'pip-option', '-r', /`\.\/dev\.txt`/],
  ['-r dev.txt', 'pip-option', '-r', /`\.\/dev\.txt`/],
  ['--index-url=https://user:secret@host/simple', 'pip-option', '--index-url', /`indices`/],
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: pip's own references
  ['numpy==${VERSION}', 'pip-syntax', '==${VERSION}'],
  ['${REQUIREMENT}', 'pip-syntax', '${REQUIREMENT}'],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: pip's own references
  ['--group prod', 'pip-option', '--group', /leave it out/],
  ['numpy - pandas', 'pip-syntax', '- pandas', /same indentation/],
  ['.\requirements.txt', 'pip-characters', '\r', /write `\.\/requirements\.txt`/],
  ['.\new\\a.txt', 'pip-characters', '\n'],
  ['uv.lock', 'pip-path-prefix', 'uv.lock', /`\.\/uv\.lock`/],
  ['environment.yml', 'pip-path-prefix', 'environment.yml', /`\.\/environment\.yml`/],
  ['-e file:.#egg=x', 'pip-editable', '-e file:.#egg=x', /`\.`/],
  ['-e file:lib#egg=x[dev]', 'pip-editable', '-e file:lib#egg=x[dev]', /`\.\/lib\[dev\]`/],
  ['name @ file:./x', 'pip-file-url', 'file:./x', /alone: `\.\/x`/],
  ['-rdev.txt', 'pip-option', '-r', /`\.\/dev\.txt`/],
  ['-e .', 'pip-editable', '-e .', /`\.`/],
  ['-e lib', 'pip-editable', '-e lib', /`\.\/lib`/],
  ['--editable=./lib', 'pip-editable', '--editable=./lib', /`\.\/lib`/],
  ['-e git+https://host/a', 'pip-editable', '-e git+https://host/a', /without `-e`/],
  ['a @ file:///croot/a/work', 'pip-file-url', 'file:///croot/a/work', /pip list --format=freeze/],
  ['file:///a.whl', 'pip-file-url', 'file:///a.whl', /`\.\/`/],
  ['git+file:///srv/a', 'pip-file-url', 'git+file:///srv/a'],
  ['hg+https://host/a', 'pip-unsupported-url', 'hg+https://host/a', /git is supported/],
  ['svn+ssh://host/a', 'pip-unsupported-url', 'svn+ssh://host/a', /git is supported/],
  ['bzr+https://host/a', 'pip-unsupported-url', 'bzr+https://host/a', /git is supported/],
  ['git+git://host/a', 'pip-unsupported-url', 'git+git://host/a', /git\+https/],
  ['ftp://host/a.whl', 'pip-unsupported-url', 'ftp://host/a.whl', /https/],
  ['ssh://git@host/a', 'pip-unsupported-url', 'ssh://git@host/a', /git\+ssh/],
  [
    'git+git@host:a/b.git',
    'pip-unsupported-url',
    'git+git@host:a/b.git',
    /`git\+ssh:\/\/git@host\/a\/b.git`/,
  ],
  ['me@host:a/b.git', 'pip-unsupported-url', 'me@host:a/b.git', /`git\+ssh:\/\/me@host\/a\/b.git`/],
  ['a @ git@host:a/b.git', 'pip-unsupported-url', 'git@host:a/b.git', /git\+ssh/],
  ['git+ssh://git@host:a/b.git', 'pip-unsupported-url', 'git+ssh://git@host:a/b.git', /git@host\/a\/b/],
  ['https://host/a.git', 'pip-unsupported-url', 'https://host/a.git', /git\+/],
  ['https://host/dev.txt', 'pip-unsupported-url', 'https://host/dev.txt', /`-r`/],
  ['https:///a.whl', 'pip-malformed-url', 'https:///a.whl'],
  ['https://host', 'pip-malformed-url', 'https://host'],
  ['git+https://host/', 'pip-malformed-url', 'git+https://host/'],
  ['https://host:8x/a.whl', 'pip-malformed-url', 'https://host:8x/a.whl'],
  ['https://host:65536/a.whl', 'pip-malformed-url', 'https://host:65536/a.whl', /65535/],
  ['a @ https://host:99999/a.whl', 'pip-malformed-url', 'https://host:99999/a.whl', /65535/],
  ['git+ssh://git@[::1]:99999/a', 'pip-malformed-url', 'git+ssh://git@[::1]:99999/a', /65535/],
  ['https://host/a b.whl', 'pip-malformed-url', 'https://host/a b.whl', /%20/],
  [
    'https://host/a.whl;python_version<"3"',
    'pip-malformed-url',
    'https://host/a.whl;python_version<"3"',
    /` ; `/,
  ],
  ...[
    'https://proxy.example.com/https://TOKEN@example.org/a/b.zip',
    'https://proxy.example.com/?u=https://bob:pw@example.org/b.zip',
    'https://https://bob:pw@example.org/a.zip',
    'git+https://https://example.org/a.git',
  ].map((url): [string, string, string, RegExp] => [url, 'pip-malformed-url', url, /one scheme/]),
  ['/srv/lib', 'pip-path-absolute', '/srv/lib'],
  ['~/lib', 'pip-path-absolute', '~/lib'],
  ['C:\\lib', 'pip-path-absolute', 'C:\\lib'],
  ['..', 'pip-path-outside', '..'],
  ['../lib', 'pip-path-outside', '../lib'],
  ['./a/../../lib', 'pip-path-outside', './a/../../lib'],
  ['../requirements.txt', 'pip-path-outside', '../requirements.txt'],
  ['../'.repeat(100_000), 'pip-path-outside', '../'.repeat(100_000)],
  ['['.repeat(100_000), 'pip-syntax', '['],
  ['lib/', 'pip-path-prefix', 'lib/', /`\.\/lib\/`/],
  ['.lib/', 'pip-path-prefix', '.lib/', /`\.\/\.lib\/`/],
  ['x.whl', 'pip-path-prefix', 'x.whl', /`\.\/x.whl`/],
  ['requirements.txt', 'pip-path-prefix', 'requirements.txt', /`\.\/requirements.txt`/],
  ['.\\lib', 'pip-path-characters', '.\\lib', /`\.\/lib`/],
  ['./${LIB}/x', 'pip-path-characters', './${LIB}/x'],
  ['./requirements.txt; python_version < "3"', 'pip-syntax', '; python_version < "3"'],
  ['./lib[a b]', 'pip-syntax', '[a b]'],
  ['./lib;x', 'pip-syntax', 'x'],
  ['numpy 1.22', 'pip-syntax', '1.22', /`numpy==1.22`/],
  ['numpy=1.22', 'pip-syntax', '=1.22', /`numpy==1.22`/],
  ['numpy=>1.22', 'pip-syntax', '=>1.22', /`>=1.22`/],
  ['numpy^1.22', 'pip-syntax', '^1.22', /`numpy>=1.22,<2`/],
  ['numpy~1.22', 'pip-syntax', '~1.22', /`numpy~=1.22`/],
  ['numpy>1 <2', 'pip-syntax', '<2', /commas/],
  ['numpy==1.22.x', 'pip-syntax', '==1.22.x', /`==1.22.\*`/],
  ['numpy==latest', 'pip-syntax', '==latest', /latest version/],
  ['numpy>=1.*', 'pip-syntax', '>=1.*', /`!=`/],
  ['numpy<1+cpu', 'pip-syntax', '<1+cpu', /`!=`/],
  ['numpy~=1', 'pip-syntax', '~=1', /`~=1.0`/],
  ['numpy==', 'pip-syntax', '=='],
  ['numpy(>=1', 'pip-syntax', '('],
  ['numpy[a', 'pip-syntax', '['],
  ['numpy[a b]', 'pip-syntax', '[a b]'],
  ['./a @ https://host/a.whl', 'pip-syntax', './a @ https://host/a.whl'],
  ['numpy@1.22', 'pip-syntax', '1.22', /`name==1.22`/],
  ['numpy @ ./lib', 'pip-syntax', './lib', /on its own/],
  ['numpy @', 'pip-syntax', '@'],
  ['a @ https://host/a.whl; os_name = "nt"', 'pip-syntax', '=', /`==`/],
  ['a @ https://host/a b.whl;os_name == "nt"', 'pip-syntax', 'b.whl', /%20/],
  ['https://host/a.whl;\tos_name == "nt"', 'pip-malformed-url', 'https://host/a.whl;\tos_name == "nt"'],
  ['numpy; python_version < 3.13', 'pip-syntax', '3.13', /`"3.13"`/],
  ['numpy; python_versoin < "3"', 'pip-syntax', 'python_versoin'],
  ['numpy; python_version = "3"', 'pip-syntax', '=', /`==`/],
  ['numpy; python_version < "3" extra', 'pip-syntax', 'extra'],
  ['numpy; (os_name == "nt"', 'pip-syntax', '('],
  [`numpy; ${'('.repeat(10_000)}`, 'pip-syntax', '('],
  ['numpy;', 'pip-syntax', ';'],
  ['"numpy"', 'pip-syntax', '"numpy"', /no quotes/],
  ['@scope/name', 'pip-path-prefix', '@scope/name'],
  ['!', 'pip-syntax', '!'],
];

describe('refused entries', () => {
  it.each(REFUSED.map((row) => [...row] as const))('%j: %s', (text, code, blamed, hint = /^/) => {
    const { requirement, problems } = parseRequirement(text);
    expect(requirement).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    const [problem] = problems;
    expect(text.slice(problem?.span.start, problem?.span.end)).toBe(blamed);
    expect(problem?.hint ?? '').toMatch(hint);
  });

  it('names every bad version of one requirement', () => {
    const { problems } = parseRequirement('numpy==x,>=1.0,<=y; what < "3"');
    expect(problems.map(({ span }) => [span.start, span.end])).toEqual([
      [5, 8],
      [15, 18],
      [20, 24],
    ]);
  });

  it.each([
    'https://user:sec/ret@host/a.whl',
    'https://user:secret@/a.whl',
    'https://user:secret@host',
    'ftp://user:secret@host/a.whl',
    'git+ssh://git:secret@host:path/a',
    'a @ file://user:secret@host/a.whl',
    'hg+https://user:secret@host/a',
    '-e git+https://user:secret@host/a',
    'https://user:secret@host/a.git',
    'a @ user:secret@host/a.whl',
    'user:secret@host/a.whl',
    'a==https://user:secret@host/a.whl',
    'a https://user:secret@host/a.whl',
    '-ihttps://user:secret@host/simple',
  ])('says nothing of the credentials in %s', (text) => {
    const { problems } = parseRequirement(text);
    expect(problems).toHaveLength(1);
    expect(problems.map(({ message, hint }) => `${message} ${hint}`).join()).not.toMatch(/sec/);
  });
});
