import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Io } from '../../src/cli/world/io.js';
import { plainStyler } from '../../src/source/code-frame.js';

export interface FakeIo extends Io {
  /** The output so far. */
  readonly written: { stdout: string; stderr: string; files: Record<string, string> };
}

export interface FakeIoOptions {
  readonly environment?: Io['environment'];
  readonly stdin?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly terminals?: readonly ('stdout' | 'stderr')[];
  /** Standard output behaves as if nobody read it any more. */
  readonly closed?: boolean;
}

/** A world in memory for one test, apart from the build context, which is always a folder: here an empty one. */
export function fakeIo(options: FakeIoOptions = {}): FakeIo {
  const workingFolder = mkdtempSync(join(tmpdir(), 'mopy-cli-'));
  onTestFinished(() => rmSync(workingFolder, { recursive: true }));
  const written: FakeIo['written'] = { stdout: '', stderr: '', files: {} };
  const output = (name: 'stdout' | 'stderr') => ({
    isTerminal: options.terminals?.includes(name) ?? false,
    async write(data: string | Uint8Array) {
      if (name === 'stdout' && options.closed) {
        throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
      }
      written[name] += typeof data === 'string' ? data : Buffer.from(data).toString('latin1');
    },
  });
  return {
    written,
    stdout: output('stdout'),
    stderr: output('stderr'),
    stderrStyler: async () => plainStyler,
    readStdin: async () => Buffer.from(options.stdin ?? ''),
    openPipes: () => ({ stdin: new PassThrough(), stdout: new PassThrough() }),
    readFile: async (path) => {
      const content = options.files?.[path];
      return content === undefined ? undefined : Buffer.from(content);
    },
    isSpecial: () => false,
    realPath: (path) => resolve(workingFolder, path),
    environment: options.environment ?? {},
    workingFolder,
    now: new Date('2026-06-01T00:00:00Z'),
    platform: 'linux/amd64',
    writeFile: async (path, data) => {
      written.files[path] = Buffer.from(data).toString();
    },
    onEndSignal: () => () => undefined,
  };
}
