import { expect, test } from 'vitest';
import { plannedSteps } from '../../../src/solve/log/planned-steps.js';
import {
  distroless,
  numpy,
  onStage,
  planOf,
  run,
  stageOn,
  wheel,
  workingDirectory,
} from '../../support/plans.js';

const image = { ...distroless, reference: 'python:3.13', locations: [numpy] };

test('steps have the places that BuildKit numbers, and the lines that they carry out', () => {
  const steps = plannedSteps(
    planOf([
      stageOn('build', image, [run(['one'], [], { locations: [numpy] }), workingDirectory('/srv')]),
      onStage('next', 'build', [run(['two'], [], { locations: [numpy, wheel] })]),
    ]),
  );
  const lines = ['   3 |       - numpy', '   4 |       - https://***@example.org/x.whl'];
  const [third = '', fourth = ''] = lines;
  const marked = (line: string) => line.replace('|    ', '| >>>');
  const single = ['Mopyfile.yaml:3', '   1 |     python: 3.11', '   2 |     pip:', marked(third), fourth];
  expect([...steps]).toEqual([
    ['load metadata for docker.io/library/python:3.13', { name: expect.any(String), frame: single }],
    ['build 2/3', { name: '[build 2/3] one', frame: single }],
    ['build 3/3', { name: '[build 3/3] WORKDIR /srv', frame: [] }],
    [
      'next 1/1',
      {
        name: '[next 1/1] two',
        frame: ['Mopyfile.yaml:3', '   2 |     pip:', marked(third), marked(fourth)],
      },
    ],
  ]);
});
