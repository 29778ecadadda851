import { expect, test } from 'vitest';
import { goQuote } from '../../src/emit/go-quote.js';

/** Right sides are what Go's `fmt.Printf("%q")` printed. */
test.each([
  ['', '""'],
  ['a b', '"a b"'],
  ['"q" \\', '"\\"q\\" \\\\"'],
  ['\u0007\b\f\n\r\t\v\0\u001b\u007f', '"\\a\\b\\f\\n\\r\\t\\v\\x00\\x1b\\x7f"'],
  ['grüße 日本語 😀', '"grüße 日本語 😀"'],
  ['\u00a0\u2028\u200b\ufeff', '"\\u00a0\\u2028\\u200b\\ufeff"'],
  ['\u{e0001}', '"\\U000e0001"'],
])('%j', (text, quoted) => {
  expect(goQuote(text)).toBe(quoted);
});
