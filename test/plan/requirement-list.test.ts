import { describe, expect, test } from 'vitest';
import { credentialSpeller } from '../../src/plan/credentials.js';
import { requirementList } from '../../src/plan/requirement-list.js';
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
    expect(requirementList(mopyfile, credentialSpeller('secret'))).toBe(`${line}\n`);
    expect(splitWords(line, 0)?.map(({ text }) => text)).toEqual(['-r', `context/${path}`]);
  });
});
