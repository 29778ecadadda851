import { expect, it } from 'vitest';
import { normalizeReference } from '../../../src/emit/llb/image-reference.js';

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
