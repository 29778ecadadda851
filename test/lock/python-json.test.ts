import { expect, test } from 'vitest';
import { pythonJson } from '../../src/lock/origins/python-json.js';

/** The output of `json.dumps(value, sort_keys=True)`. */
test.each<[unknown, string]>([
  [{ b: [], a: {}, A: null }, '{"A": null, "a": {}, "b": []}'],
  [['é', '😀', '\u007f', '"\\/\n\u0001'], '["\\u00e9", "\\ud83d\\ude00", "\\u007f", "\\"\\\\/\\n\\u0001"]'],
  [{ 'ü x': [true, 1, 12n] }, '{"\\u00fc x": [true, 1, 12]}'],
])('value %# as Python writes it', (value, text) => {
  expect(pythonJson(value, { item: ', ', key: ': ' })).toBe(text);
});

test.each([[{ a: [1.5] }], [[new Date(0)]], [{ a: { b: undefined } }]])(
  'value %# has no common form',
  (value) => {
    expect(pythonJson(value, { item: ',', key: ':' })).toBeUndefined();
  },
);
