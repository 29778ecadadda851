import { expect, test } from 'vitest';
import { variableReferences } from '../../src/requirement/variable-references.js';

const HOST = 'https://example.org/simple';

test.each([
  ['none', `-i ${HOST}`, []],
  ['none outside of a URL', 'demo==${VERSION}', []],
  ['a user name', `-i ${HOST.replace('//', '//${TOKEN}@')}`, [['TOKEN', true]]],
  [
    'both halves',
    `-i ${HOST.replace('//', '//${NAME}:${WORD}@')}`,
    [
      ['NAME', true],
      ['WORD', true],
    ],
  ],
  ['a password', `demo @ git+${HOST.replace('//', '//a:${WORD}@')}`, [['WORD', true]]],
  ['a part of a half', `-i ${HOST.replace('//', '//a${WORD}@')}`, [['WORD', false]]],
  ['a path', 'https://example.org/${WORD}', [['WORD', false]]],
  ['a host', 'https://${HOST}/simple', [['HOST', false]]],
  ['over SSH', 'git+ssh://${WORD}@example.org/demo', [['WORD', false]]],
  ['not in small letters', `-i ${HOST.replace('//', '//${token}@')}`, []],
])('%s', (_, line, expected) => {
  expect(variableReferences(line).map(({ name, isCredential }) => [name, isCredential])).toEqual(expected);
  for (const { name, span } of variableReferences(line)) {
    expect(line.slice(span.start, span.end)).toBe(`\${${name}}`);
  }
});
