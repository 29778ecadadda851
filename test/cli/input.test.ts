import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mopy, temporaryContext } from '../support/mopy.js';

it('does not wait for a pipe beside a Mopyfile that lies outside of the context', async () => {
  const { folder, remove } = await temporaryContext({
    'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.13\n',
  });
  execFileSync('mkfifo', [join(folder, 'Mopyfile.yaml.dockerignore')]);
  await mkdir(join(folder, 'context'));
  const words = ['-filename', 'Mopyfile.yaml', '-dockerfile', 'context'];
  expect(await mopy(words, { cwd: folder })).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('Mopyfile.yaml.dockerignore is a pipe, a socket or a device'),
  });
  await remove();
});
