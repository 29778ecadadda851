import { expect, it } from 'vitest';
import { familiarName, isReference, normalizeReference } from '../../src/plan/image-reference.js';

const digest = `sha256:${'0'.repeat(64)}`;

it.each([
  ['python', 'docker.io/library/python:latest'],
  ['python:3.12-slim', 'docker.io/library/python:3.12-slim'],
  ['me/app', 'docker.io/me/app:latest'],
  ['docker.io/python:3', 'docker.io/library/python:3'],
  ['index.docker.io/python:3', 'docker.io/library/python:3'],
  ['gcr.io/distroless/static-debian13:nonroot', 'gcr.io/distroless/static-debian13:nonroot'],
  ['localhost/app', 'localhost/app:latest'],
  ['registry:5000/app', 'registry:5000/app:latest'],
  ['[::1]:5000/app:1', '[::1]:5000/app:1'],
  [`python@${digest}`, `docker.io/library/python@${digest}`],
  [`python:3.12@${digest}`, `docker.io/library/python:3.12@${digest}`],
])('%s is %s', (short, full) => {
  expect(normalizeReference(short)).toBe(full);
});

it.each([
  ['python:3.13-slim', 'python:3.13-slim'],
  ['docker.io/library/python:3.13-slim', 'python:3.13-slim'],
  ['index.docker.io/python:latest', 'python'],
  ['docker.io/me/app:latest', 'me/app'],
  ['library/python', 'python'],
  ['library/python/x', 'library/python/x'],
  ['gcr.io/distroless/static-debian13:nonroot', 'gcr.io/distroless/static-debian13:nonroot'],
  [`docker.io/python:3@${digest}`, `python:3@${digest}`],
])('%s is %s for short', (name, short) => {
  expect(familiarName(name)).toBe(short);
});

it.each([
  'python',
  'UP/x', // a registry: its name is not lower case
  'registry:5000/a__b/c-d.e:T_1.x-',
  '[::1]:5000/app:1',
  `python:3@${digest}`,
])('%s is a reference', (text) => {
  expect(isReference(text)).toBe(true);
});

it.each([
  '',
  'x y',
  '$X',
  'x\nRUN evil',
  'x\n',
  'Up',
  'a/Up',
  'a..b',
  'a/-b',
  'a//b',
  'a:',
  'a:-b',
  '--platform=x',
  'a@sha256:aa',
  '0'.repeat(64),
  'https://example.org/x',
])('%j is no reference', (text) => {
  expect(isReference(text)).toBe(false);
});
