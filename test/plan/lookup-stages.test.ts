import { expect, test } from 'vitest';
import { programLookups } from '../../src/plan/stages/lookup-stages.js';
import { validMopyfile } from '../validate/validate-text.js';

test.each([
  ['uvicorn app:app', ['uvicorn'], ['uvicorn']],
  ['/opt/venv/bin/uvicorn app:app', ['/opt/venv/bin/uvicorn'], ['/opt/venv/bin/uvicorn']],
  ['./serve', [], ['./serve']],
  ['bin/serve', [], ['bin/serve']],
  ['/home/nonroot/app/serve', [], []],
  ['python app.py', [], []],
  ['/usr/local/bin/python3 app.py', [], []],
])('for %j these programs are looked for, beside packages and without', async (command, beside, without) => {
  const mopyfile = await validMopyfile(`python: 3.13\ncommand: ${command}\n`);
  const programs = [true, false].map((installs) =>
    programLookups(mopyfile, installs).map(
      ({ command: step }) => 'arguments' in step && step.arguments.at(-1),
    ),
  );
  expect(programs).toEqual([beside, without]);
});
