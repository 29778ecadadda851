import { expect, it } from 'vitest';
import { writeOutput } from '../../../src/cli/world/write-output.js';
import { fakeIo } from '../fake-io.js';

it.each([
  ['EACCES', 'check that its folder is there, and its permissions'],
  ['ENOENT', 'check that its folder is there, and its permissions'],
  ['EISDIR', 'it is a folder: name a file in it'],
  ['ENOSPC', 'the disk is full: make room, or name a file on another disk'],
])('says what to do about %s', async (code, hint) => {
  const writeFile = () => Promise.reject(Object.assign(new Error('refused'), { code }));
  await expect(writeOutput({ ...fakeIo(), writeFile }, 'out/x', '')).rejects.toMatchObject({
    name: 'OperationalError',
    message: expect.stringContaining(`out/x cannot be written: ${code}`),
    hint,
  });
});
