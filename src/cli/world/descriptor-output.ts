import { fstatSync, statSync, writeSync } from 'node:fs';
import { ignoring } from '../../basics/system-error.js';
import type { OutputStream } from './io.js';

/**
 * A standard stream as output. Node's own stream for it takes a twentieth of the start-up time, so it is opened only
 * where it is needed: on a terminal, and when a pipe's reader is slower than we are.
 */
export function descriptorOutput(descriptor: number, open: () => NodeJS.WriteStream): OutputStream {
  let opened: NodeJS.WriteStream | undefined;
  const stream = () => {
    // Errors reach the caller through `write`; without a listener they would end the process as well.
    opened ??= open().on('error', () => undefined);
    return opened;
  };
  return {
    get isTerminal() {
      return mayBeTerminal(descriptor) && stream().isTTY === true;
    },
    async write(data) {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data;
      const rest = opened === undefined && !mayBeTerminal(descriptor) ? writeNow(descriptor, bytes) : bytes;
      if (rest.length > 0) {
        await writeToStream(stream(), rest);
      }
    },
  };
}

/** True for a terminal, and for devices that cannot be told from one at little cost; `/dev/null`, the commonest, is none. */
export function mayBeTerminal(descriptor: number): boolean {
  const stats = fstatSync(descriptor);
  return stats.isCharacterDevice() && stats.rdev !== statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
}

/** Returns what a pipe did not take at once. */
function writeNow(descriptor: number, bytes: Uint8Array): Uint8Array {
  let written = 0;
  try {
    while (written < bytes.length) {
      written += writeSync(descriptor, bytes, written);
    }
  } catch (error) {
    ignoring('EAGAIN')(error);
  }
  return bytes.subarray(written);
}

function writeToStream(stream: NodeJS.WriteStream, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
