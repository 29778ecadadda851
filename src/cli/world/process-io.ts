import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { ignoring } from '../../basics/system-error.js';
import { machinePlatform } from '../../plan/platform.js';
import type { EndSignal } from '../../solve/interruption.js';
import { OperationalError } from '../../source/operational-error.js';
import { standardErrorStyler } from './colours.js';
import { descriptorOutput, mayBeTerminal } from './descriptor-output.js';
import type { Io } from './io.js';

const END_SIGNALS: readonly EndSignal[] = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/** The world of a running Node process, for `main`. Only bin/ holds a process to give. Streams open on first use. */
export function processIo(process: NodeJS.Process): Io {
  return {
    stdout: descriptorOutput(1, () => process.stdout),
    stderr: descriptorOutput(2, () => process.stderr),
    stderrStyler: () => standardErrorStyler(process.env, mayBeTerminal(2)),
    readStdin: (limit) => readStream(process.stdin, limit),
    openPipes: () => ({ stdin: process.stdin, stdout: process.stdout }),
    readFile: readIfThere,
    isSpecial,
    realPath: (path) => realpathSync.native(path),
    environment: process.env,
    get workingFolder() {
      return workingFolder(process);
    },
    now: new Date(),
    platform: machinePlatform(process.arch, process.config.variables),
    writeFile: async (path, data) => (await import('./write-whole.js')).writeWhole(path, data),
    onEndSignal: (listener) => {
      for (const signal of END_SIGNALS) {
        process.on(signal, listener);
      }
      return () => {
        for (const signal of END_SIGNALS) {
          process.off(signal, listener);
        }
      };
    },
  };
}

function workingFolder(process: NodeJS.Process): string {
  try {
    return process.cwd();
  } catch {
    throw new OperationalError(
      'the working folder is not there any more',
      'go to another folder, or make it anew',
    );
  }
}

async function readStream(stream: NodeJS.ReadStream, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size > limit) {
      break;
    }
  }
  return Buffer.concat(chunks);
}

async function readIfThere(path: string, limit: number): Promise<Uint8Array | undefined> {
  try {
    return readUpTo(path, limit);
  } catch (error) {
    return ignoring('ENOENT')(error);
  }
}

/** A path that cannot be looked at is left to its reader, who says why. */
function isSpecial(path: string): boolean {
  try {
    const stats = statSync(path);
    return !stats.isFile() && !stats.isDirectory();
  } catch {
    return false;
  }
}

const CHUNK_BYTES = 64 * 1024;

/** A device such as `/dev/zero` has no end. */
function readUpTo(path: string, limit: number): Uint8Array {
  const descriptor = openSync(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    for (let size = 0; size <= limit; ) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const count = readSync(descriptor, chunk);
      if (count === 0) {
        break;
      }
      chunks.push(chunk.subarray(0, count));
      size += count;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(descriptor);
  }
}
