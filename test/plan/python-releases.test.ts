import { expect, it } from 'vitest';
import { unknownRelease } from '../../src/plan/python-releases.js';

it.each([
  ['python:3.12.99', '3.12.12'],
  ['docker.io/library/python:3.12.13', '3.12.12'],
  ['docker.io/library/python:3.8.21-slim', '3.8.20'],
  ['python:3.12.12', undefined],
  ['python:3.12.0', undefined],
  ['python:3.12', undefined],
  ['python:3', undefined],
  ['python:3.99.1', undefined],
  ['example.org/jython:3.12.99', undefined],
  ['example.org/python:3.12.99.1', undefined],
])('the newest release for %s: %s', (reference, newest) => {
  expect(/ is (\S+), /.exec(unknownRelease(reference) ?? '')?.[1]).toBe(newest);
});
