import { expect, test } from 'vitest';
import { blamed, codesOf, validateText } from './validate-text.js';

const DIGEST = '0'.repeat(64);

/** A `pylock.toml` of packages, given as name, version and marker. */
function pylock(...packages: readonly (readonly [string, string, string?])[]): string {
  const tables = packages.map(
    ([name, version, marker]) =>
      `[[packages]]\nname = "${name}"\nversion = "${version}"\n${marker === undefined ? '' : `marker = "${marker}"\n`}` +
      `sdist = { url = "https://example.org/${name}.zip", hashes = { sha256 = "${DIGEST}" } }\n`,
  );
  return `lock-version = "1.0"\n${tables.join('')}`;
}

const LOCK = pylock(['NumPy', '2.1.0'], ['six', '1.17'], ['torch', '2.0+cpu']);
const ARM = "platform_machine == 'aarch64'";

test.each<[string, string, Readonly<Record<string, string>>, readonly string[]]>([
  ['an entry of its version', 'numpy==2.1', {}, []],
  ['an entry without a version', 'numpy', {}, []],
  ['an entry of another one', 'numpy==1.0', {}, ['numpy==1.0']],
  ['an entry of others', '"numpy[x]>=2.2,<3"', {}, ['"numpy[x]>=2.2,<3"']],
  ['an entry at a URL', '"numpy @ https://example.org/numpy.whl"', {}, []],
  ['an entry for another system', '"numpy==1.0; sys_platform == \'win32\'"', {}, []],
  ['an entry for some machines', `"numpy==1.0; ${ARM}"`, {}, []],
  ['an entry without the local part of the version', 'torch==2.0', {}, []],
  ['another lock of the same', './pylock.a.toml', { 'pylock.a.toml': pylock(['numpy', '2.1.0.0']) }, []],
  [
    'another lock of another version',
    './pylock.a.toml',
    { 'pylock.a.toml': pylock(['numpy', '2.0.0'], ['six', '1.16']) },
    ['./pylock.a.toml'],
  ],
  [
    'another lock of another version for some machines',
    './pylock.a.toml',
    { 'pylock.a.toml': pylock(['numpy', '2.0.0', ARM]) },
    [],
  ],
  [
    'a requirements file with hashes',
    './a.txt',
    { 'a.txt': `six==1.16 --hash=sha256:${DIGEST}\n` },
    ['./a.txt'],
  ],
  [
    'a requirements file of another version',
    './a.txt',
    { 'a.txt': 'wheel\nnumpy>2.1,<3\nsix<1\n' },
    ['numpy>2.1,<3'],
  ],
  ['a requirements file of its version', './a.txt', { 'a.txt': 'numpy\nsix>=1 # any\n' }, []],
  [
    'a requirements file for some machines',
    './a.txt',
    { 'a.txt': `numpy==1.0; ${ARM}\nsix==1; os_name == 'nt'\n` },
    [],
  ],
  [
    'requirements files that include each other',
    './a.txt',
    { 'a.txt': '-r sub/b.txt\nsix==1.16\n', 'sub/b.txt': 'numpy \\\n  == 1.0\n' },
    ['six==1.16', 'numpy \\\n  == 1.0'],
  ],
  ['constraints that may be for nothing', './a.txt', { 'a.txt': '-c b.txt\n', 'b.txt': 'numpy==1.0\n' }, []],
  [
    'constraints that are requirements elsewhere',
    './a.txt',
    { 'a.txt': '-c b.txt\n-r c.txt\n', 'b.txt': 'numpy==1.0\n', 'c.txt': '-r b.txt\n' },
    ['numpy==1.0'],
  ],
  [
    'a project that needs another version',
    './app',
    { 'app/pyproject.toml': '[project]\nname = "app"\ndependencies = ["numpy<2"]\n' },
    ['./app'],
  ],
])('beside a lock, %s', async (_name, entry, files, places) => {
  const { diagnostics } = await validateText(
    `#syntax=mopy/mopy:1\npython: 3.13\npip:\n  - ./pylock.toml\n  - ${entry}\n`,
    { 'pylock.toml': LOCK, ...files },
  );
  expect(codesOf(diagnostics)).toEqual(places.map(() => 'lock-conflict'));
  expect(blamed(diagnostics)).toEqual(places);
});

test('two locks of one project for parts of the machines exclude each other on all of these', async () => {
  const text = '#syntax=mopy/mopy:1\npython: 3.13\npip: [./pylock.a.toml, ./pylock.b.toml]\n';
  const { diagnostics } = await validateText(text, {
    'pylock.a.toml': pylock(['six', '1.16', ARM]),
    'pylock.b.toml': pylock(['six', '1.17', ARM]),
  });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    '`./pylock.a.toml` has `six==1.16` and `./pylock.b.toml` has `six==1.17`',
  ]);
});
