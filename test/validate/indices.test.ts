import { describe, expect, test } from 'vitest';
import { codesOf, validateText, validMopyfile } from './validate-text.js';

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
