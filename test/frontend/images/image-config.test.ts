import { describe, expect, it } from 'vitest';
import { FrontendError } from '../../../src/frontend/gateway/frontend-error.js';
import { readConfig } from '../../../src/frontend/images/image-config.js';

const read = (text: string) => readConfig(Buffer.from(text), 'python:3.12');

describe('readConfig', () => {
  it.each<[string, object]>([
    ['', {}],
    ['{}', {}],
    ['{"config":null,"history":null}', { config: null, history: null }],
    ['{"config":{"Env":null,"Labels":null}}', { config: { Env: null, Labels: null } }],
    [
      '{"config":{"Env":["A=1"],"Labels":{"a":"1"},"ArgsEscaped":true,"Other":1},"history":[{}]}',
      { config: { Env: ['A=1'], Labels: { a: '1' }, ArgsEscaped: true, Other: 1 }, history: [{}] },
    ],
  ])('reads %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['{', 'is not JSON'],
    ['[]', 'it is no object'],
    ['null', 'it is no object'],
    ['{"config":"x"}', '`config` is no object'],
    ['{"config":{"Env":{"A":"1"}}}', '`Env` is no list of texts'],
    ['{"config":{"Env":[1]}}', '`Env` is no list of texts'],
    ['{"config":{"OnBuild":"RUN x"}}', '`OnBuild` is no list of texts'],
    ['{"config":{"Labels":["a"]}}', '`Labels` are no texts by name'],
    ['{"config":{"Labels":{"a":1}}}', '`Labels` are no texts by name'],
    ['{"config":{"ArgsEscaped":"yes"}}', '`ArgsEscaped` is no boolean'],
    ['{"history":[null]}', '`history` is no list of entries'],
  ])('names the image of which %s is the configuration', (text, problem) => {
    expect(() => read(text)).toThrow(FrontendError);
    expect(() => read(text)).toThrow('the configuration of the image python:3.12 is');
    expect(() => read(text)).toThrow(problem);
  });
});
