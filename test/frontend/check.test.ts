import { describe, expect, it } from 'vitest';
import { type Check, readCheck } from '../../src/frontend/check.js';
import { FrontendError } from '../../src/frontend/gateway/frontend-error.js';

describe('readCheck', () => {
  it.each<[string | undefined, Check['skip'] | readonly string[], boolean]>([
    [undefined, [], false],
    ['', [], false],
    ['skip=a, b', ['a', 'b'], false],
    [' error=true ; skip=all', 'all', true],
    ['error=0;experimental=all', [], false],
  ])('reads %j', (text, skip, failsOnWarning) => {
    expect(readCheck(text)).toEqual({ skip: skip === 'all' ? skip : new Set(skip), failsOnWarning });
  });

  it.each(['skip', 'error=true;warn=false', 'error=', 'error=maybe', ';'])('refuses %j', (text) => {
    expect(() => readCheck(text)).toThrow(FrontendError);
  });
});
