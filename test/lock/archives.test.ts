import { describe, expect, test } from 'vitest';
import { readLock } from '../../src/lock/read-lock.js';

const HASH = `sha256:${'0'.repeat(64)}`;

function poetry(archives: readonly string[]): string {
  const files = archives.map((file) => `{file = "${file}", hash = "${HASH}"}`);
  return `[[package]]
name = "Tool"
version = "1.2"
groups = ["main"]
files = [${files.join(', ')}]
[metadata]
lock-version = "2.1"
`;
}

function problemsOf(path: string, text: string, python: string): readonly string[] {
  const { problems } = readLock(path, text, { extras: [], groups: [], python });
  expect(problems.every(({ code }) => code === 'lock-platform')).toBe(true);
  return problems.map(({ message }) => message);
}

describe('a package can be had', () => {
  test.each<[string, readonly string[]]>([
    ['3.13', ['tool-1.2.tar.gz', 'tool-1.2-cp313-cp313-win_amd64.whl']],
    ['3.13', ['tool-1.2-py3-none-any.whl']],
    ['3.13', ['tool-1.2-py2.py3-none-any.whl']],
    ['3.13', ['tool-1.2-py310-none-manylinux2014_x86_64.whl']],
    ['3.13', ['tool-1.2-1-cp313-cp313-manylinux_2_17_aarch64.manylinux2014_aarch64.whl']],
    ['3.13', ['tool-1.2-cp39-abi3-linux_x86_64.whl']],
    ['3.13.1', ['tool-1.2-cp313-none-linux_armv7l.whl']],
    ['3', ['tool-1.2-cp311-cp311-linux_x86_64.whl']],
    ['3.13', []],
  ])('on Python %s from %j', (python, archives) => {
    expect(problemsOf('poetry.lock', poetry(archives), python)).toEqual([]);
  });
});

test('a wheel for free threads alone is for no image', () => {
  const wheels = ['tool-1.2-cp313-cp313t-manylinux2014_x86_64.whl'];
  expect(problemsOf('poetry.lock', poetry(wheels), '3.13')).toEqual([
    '`tool==1.2` has no sources in the lock, and no wheel for Python 3.13',
  ]);
});

describe('a package cannot be had', () => {
  const none = '`tool==1.2` has no sources in the lock, and no wheel for';
  test.each<[string, readonly string[], string]>([
    [
      '3.13',
      ['tool-1.2-py3-none-win_amd64.whl', 'tool-1.2-py3-none-macosx_11_0_arm64.whl'],
      'Linux with glibc',
    ],
    ['3.13', ['tool-1.2-py3-none-musllinux_1_1_x86_64.whl'], 'Linux with glibc'],
    ['3.13', ['tool-1.2-cp312-cp312-manylinux2014_x86_64.whl'], 'Python 3.13'],
    ['3.13', ['tool-1.2-cp313-cp313-win32.whl', 'tool-1.2-cp314-abi3-linux_x86_64.whl'], 'Python 3.13'],
    ['3.13', ['tool-1.2-py2-none-any.whl'], 'Python 3.13'],
    ['3.13', ['tool-1.2-pp310-pypy310_pp73-linux_x86_64.whl'], 'Python 3.13'],
    ['3', ['tool-1.2-py2-none-any.whl'], 'Python 3'],
  ])('on Python %s from %j', (python, archives, what) => {
    expect(problemsOf('poetry.lock', poetry(archives), python)).toEqual([`${none} ${what}`]);
  });

  const wheel = 'https://example.org/0/tool-1.2-py3-none-win_amd64.whl';
  test.each([
    [
      'uv.lock',
      `version = 1
[[package]]
name = "app"
source = { virtual = "." }
dependencies = [{ name = "tool" }]
[[package]]
name = "tool"
version = "1.2"
source = { registry = "https://example.org/simple" }
wheels = [{ url = "${wheel}", hash = "${HASH}" }]
`,
    ],
    [
      'pdm.lock',
      `[metadata]
lock_version = "4.5.0"
strategy = ["inherit_metadata"]
[[package]]
name = "tool"
version = "1.2"
groups = ["default"]
files = [{ url = "${wheel}", hash = "${HASH}" }]
`,
    ],
    [
      'pylock.toml',
      `lock-version = "1.0"
[[packages]]
name = "tool"
version = "1.2"
index = "https://example.org/simple"
wheels = [{ url = "${wheel}", hashes = {} }]
`,
    ],
  ])('by %s', (path, text) => {
    expect(problemsOf(path, text, '3.13')).toEqual([`${none} Linux with glibc`]);
  });

  test('where its marker leaves it out nothing is said', () => {
    const text = poetry(['tool-1.2-py3-none-win_amd64.whl']).replace(
      'groups',
      'markers = "sys_platform == \'win32\'"\ngroups',
    );
    expect(problemsOf('poetry.lock', text, '3.13')).toEqual([]);
  });
});
