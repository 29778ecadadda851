import { expect, it } from 'vitest';
import { readBuildArguments } from '../../../src/cli/command-line/build-arguments.js';

it('takes values from flags, else from the environment', () => {
  const read = readBuildArguments(
    [{ name: 'HTTP_PROXY', value: 'http://flag' }, { name: 'no_proxy' }, { name: 'VERSION', value: '1' }],
    { no_proxy: 'here', HTTPS_PROXY: 'http://elsewhere' },
  );
  expect([...read.proxies]).toEqual([
    ['HTTP_PROXY', 'http://flag'],
    ['no_proxy', 'here'],
  ]);
  expect(read.unused).toEqual(['VERSION']);
  expect(read.sourceDateEpoch).toBeUndefined();
});

it('takes what is not given from the environment of a build, lower case first', () => {
  const environment = {
    http_proxy: 'a',
    HTTP_PROXY: 'b',
    FTP_PROXY: '',
    ALL_PROXY: 'c',
    SOURCE_DATE_EPOCH: '7',
  };
  const read = readBuildArguments([{ name: 'https_proxy', value: 'd' }], environment, environment);
  expect([...read.proxies]).toEqual([
    ['http_proxy', 'a'],
    ['https_proxy', 'd'],
    ['ALL_PROXY', 'c'],
  ]);
  expect(read.sourceDateEpoch).toBe('7');
});

it('prefers a flag in any spelling to the environment', () => {
  const read = readBuildArguments([{ name: 'HTTP_PROXY', value: 'flag' }], {}, { http_proxy: 'environment' });
  expect([...read.proxies]).toEqual([['HTTP_PROXY', 'flag']]);
});

it.each(['yesterday', '-1', '', '253402300800'])('refuses the date %j, which no image can hold', (value) => {
  expect(() => readBuildArguments([{ name: 'SOURCE_DATE_EPOCH', value }], {})).toThrow(/seconds since 1970/);
});
