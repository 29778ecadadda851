import { describe, expect, test } from 'vitest';
import { credentialSpeller } from '../../src/plan/credentials.js';
import { remoteRequirements, requiredPaths, requirementList } from '../../src/plan/requirement-list.js';
import { splitWords } from '../../src/requirement/words.js';
import { validMopyfile } from '../validate/validate-text.js';

describe('a requirements file in the list that pip reads', () => {
  test.each([
    ['requirements.txt', 'context/requirements.txt'],
    ['a-b_c/1.2+3@x%y=z:,.txt', 'context/a-b_c/1.2+3@x%y=z:,.txt'],
    ['with blanks/dev.txt', "'context/with blanks/dev.txt'"],
    ["it's.txt", `'context/it'"'"'s.txt'`],
    ['a"b.txt', `'context/a"b.txt'`],
    ['$HOME.txt', "'context/$HOME.txt'"],
    ['#a&b|c.txt', "'context/#a&b|c.txt'"],
    ['é.txt', "'context/é.txt'"],
  ])('%s is one word of a POSIX shell', async (path, word) => {
    const mopyfile = await validMopyfile(`pip: [${JSON.stringify(`./${path}`)}]\n`, { [path]: 'six\n' });
    const line = `-r ${word}`;
    expect(requirementList(mopyfile, remoteRequirements(mopyfile), credentialSpeller('secret'))).toBe(
      `${line}\n`,
    );
    expect(splitWords(line, 0)?.map(({ text }) => text)).toEqual(['-r', `context/${path}`]);
  });
});

describe('the files that pip is given', () => {
  const files = {
    'pyproject.toml': '[project]\nname = "x"\n',
    'lib/pyproject.toml': '[project]\nname = "lib"\n',
    'lib/inner/pyproject.toml': '[project]\nname = "inner"\n',
    'library.txt': 'six\n',
    'lib/requirements.txt': 'six\n',
  };

  test.each([
    ['./library.txt, ./lib/', ['lib', 'library.txt']],
    ['./lib/inner, ./lib, ./lib/requirements.txt', ['lib']],
    ['./lib/requirements.txt, ./library.txt', ['lib/requirements.txt', 'library.txt']],
    ['./library.txt, ./lib/inner, .', ['.']],
    ['six', []],
  ])('for %s are in order, and none twice', async (entries, paths) => {
    const mopyfile = await validMopyfile(`pip: [${entries}]\n`, files);
    expect(requiredPaths(mopyfile).map(({ path }) => path)).toEqual(paths);
  });
});
