import { readFileSync, realpathSync } from 'node:fs';
import type { EndSignal } from '../solve/solve-error.js';
import { descriptorOutput } from './descriptor-output.js';
import type { Io } from './io.js';
import { linuxPlatform } from './machine.js';

const END_SIGNALS: readonly EndSignal[] = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/** What a running Node process offers to `main`. Only bin/ holds a process to give. Streams open on first use. */
export function processIo(process: NodeJS.Process): Io {
  return {
    stdout: descriptorOutput(1, () => process.stdout),
    stderr: descriptorOutput(2, () => process.stderr),
    readStdin: () => readAll(process.stdin),
    openPipes: () => ({ stdin: process.stdin, stdout: process.stdout }),
    readFile: readIfThere,
    realFolder: (path) => realpathSync(path),
    environment: process.env,
    workingFolder: process.cwd(),
    now: new Date(),
    platform: linuxPlatform(process.arch, process.config.variables),
    writeFile: async (path, data) => (await import('./write-whole.js')).writeWhole(path, data),
    onEndSignal: (listener) => {
      for (const signal of END_SIGNALS) process.on(signal, listener);
      return () => {
        for (const signal of END_SIGNALS) process.off(signal, listener);
      };
    },
  };
}

async function readAll(stream: NodeJS.ReadStream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
