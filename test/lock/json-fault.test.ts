import { expect, test } from 'vitest';
import { jsonFault } from '../../src/lock/json-fault.js';

test.each([
  ['{"a": [1, -2.5e+3, true, null, "x\\n\\u00e9"], "b": {}} ', ''],
  ['', ''],
  ['{"a": 1', ''],
  ['{"a": 1,}', '}'],
  ['[1, ]', ']'],
  ['[1 2]', '2]'],
  ['{"a" 1}', '1}'],
  ['{a: 1}', 'a: 1}'],
  ['[1}', '}'],
  ['{"a": 1} x', 'x'],
  ['{"a": 1}]', ']'],
  ['{"a": 01}', '1}'],
  ['["tab\t"]', '"tab\t"]'],
  ["{'a': 1}", "'a': 1}"],
  ['{"a": 1,\n<<<<<<< HEAD\n"b": 2}', '<<<<<<< HEAD\n"b": 2}'],
])('%j is JSON up to %j', (text, rest) => {
  expect(text.slice(jsonFault(text))).toBe(rest);
  const isJson = rest === '' && text.trim().endsWith('}');
  expect(() => JSON.parse(text)).toSatisfy((parse: () => unknown) => {
    try {
      parse();
      return isJson;
    } catch {
      return !isJson;
    }
  });
});
