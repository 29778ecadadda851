import { describe, expect, it } from 'vitest';
import { type CheckRules, readCheckRules } from '../../src/frontend/check.js';
import { FrontendError } from '../../src/frontend/gateway/frontend-error.js';

describe('readCheckRules', () => {
  it.each<[string | undefined, CheckRules['skip'] | readonly string[], boolean]>([
    [undefined, [], false],
    ['', [], false],
    ['skip=a, b', ['a', 'b'], false],
    [' error=true ; skip=all', 'all', true],
    ['error=0;experimental=all', [], false],
  ])('reads %j', (text, skip, failsOnWarning) => {
    expect(readCheckRules(text)).toEqual({ skip: skip === 'all' ? skip : new Set(skip), failsOnWarning });
  });

  it.each(['skip', 'error=true;warn=false', 'error=', 'error=maybe', ';'])('refuses %j', (text) => {
    expect(() => readCheckRules(text)).toThrow(FrontendError);
  });
});
