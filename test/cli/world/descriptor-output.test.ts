import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { descriptorOutput } from '../../../src/cli/world/descriptor-output.js';

/** The way of a text that is written to a path, whose stream of Node says that it is a terminal. */
async function written(path: string) {
  const descriptor = openSync(path, 'w');
  const taken: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      taken.push(String(chunk));
      done();
    },
  });
  let opened = 0;
  const output = descriptorOutput(descriptor, () => {
    opened += 1;
    return Object.assign(stream, { isTTY: true }) as unknown as NodeJS.WriteStream;
  });
  await output.write('text');
  const { isTerminal } = output;
  closeSync(descriptor);
  return { isTerminal, opened, taken };
}

const NO_TERMINAL = { isTerminal: false, opened: 0, taken: [] };

test('a file is written to without the stream of Node', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mopy-'));
  const path = join(folder, 'file');
  expect(await written(path)).toEqual(NO_TERMINAL);
  expect(readFileSync(path, 'utf8')).toBe('text');
  rmSync(folder, { recursive: true });
});

test('/dev/null is no terminal, which is known without the stream of Node', async () => {
  expect(await written('/dev/null')).toEqual(NO_TERMINAL);
});

test('another device is what the stream of Node says', async () => {
  expect(await written('/dev/zero')).toEqual({ isTerminal: true, opened: 1, taken: ['text'] });
});
