import { expect, test } from 'vitest';
import { readPython } from '../../src/init/python/read-python.js';

test.each([
  'def fixture():\n    try:\n        yield\n    finally:\n        pass\n',
  'def f():\n    x = yield\n',
  'await_ = lambda: (yield)\n',
  'with a as (b, c):\n    pass\n',
  'async def f():\n    async with a as [b, c]:\n        pass\n',
  'with (a as b, c as d):\n    pass\n',
  'with a() as (b), c() as d:\n    pass\n',
  'for x in *a, b:\n    pass\n',
  '@a.b[c]\ndef f(): pass\n',
  'x[1:2, *a]\n',
  'match x:\n    case [1, *_]:\n        pass\n',
  'type X[T] = list[T]\n',
])('is fine: %j', (text) => {
  expect(readPython(text).brokenAt).toBeUndefined();
});

test.each([
  ['def home(:\n    return {\n', 9],
  ['def f():\n    with a:\n        b c\n', 31],
  ['x = (1,\n', 8],
  ['if x\n    pass\n', 4],
])('is broken: %j', (text, at) => {
  expect(readPython(text).brokenAt).toBe(at);
});
