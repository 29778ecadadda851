import { expect, test } from 'vitest';
import { isOperationalError, OperationalError } from '../../src/source/operational-error.js';

test.each([
  ['one', new OperationalError('no', 'do'), true],
  ['one of another copy of the class', Object.assign(new Error('no'), { name: 'OperationalError' }), true],
  ['an error', new Error('no'), false],
  ['no error', { name: 'OperationalError' }, false],
  ['nothing', undefined, false],
])('an operational error: %s', (_name, error, expected) => {
  expect(isOperationalError(error)).toBe(expected);
});
