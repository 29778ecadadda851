import { readFile } from 'node:fs/promises';
import type { EndSignal, Io, Output } from './io.js';
import { linuxPlatform } from './machine.js';

const END_SIGNALS: readonly EndSignal[] = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/** What a running Node process offers to `main`. Only bin/ holds a process to give. Streams open on first use. */
export function processIo(process: NodeJS.Process): Io {
  return {
    stdout: streamOutput(() => process.stdout),
    stderr: streamOutput(() => process.stderr),
    readStdin: () => readAll(process.stdin),
    readFile: readIfThere,
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

/** Errors reach the caller through `write`; the listener keeps them from ending the process as well. */
function streamOutput(open: () => NodeJS.WriteStream): Output {
  let opened: NodeJS.WriteStream | undefined;
  const stream = () => {
    opened ??= open().on('error', () => undefined);
    return opened;
  };
  return {
    get isTerminal() {
      return stream().isTTY === true;
    },
    write: (data) =>
      new Promise((resolve, reject) => {
        stream().write(data, (error) => (error ? reject(error) : resolve()));
      }),
  };
}

async function readAll(stream: NodeJS.ReadStream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
