import { expect, test } from 'vitest';
import { readEnvironment } from '../../../src/frontend/daemon/environment.js';

test("a frontend's options are in its environment, in any order", () => {
  const environment = {
    BUILDKIT_SESSION_ID: 's',
    BUILDKIT_FRONTEND_OPT_1: 'build-arg:A=b=c',
    BUILDKIT_FRONTEND_OPT_0: 'no-cache=',
    BUILDKIT_FRONTEND_OPT_x: 'a=b',
    PATH: '/bin',
  };
  const options = new Map(Object.entries({ 'build-arg:A': 'b=c', 'no-cache': '' }));
  expect(readEnvironment(environment)).toEqual({ session: 's', options });
});
