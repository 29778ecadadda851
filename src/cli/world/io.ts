import type { Readable, Writable } from 'node:stream';
import type { EndSignal } from '../../solve/interruption.js';
import type { Styler } from '../../source/code-frame.js';

/** A stream that the command writes to. */
export interface OutputStream {
  readonly isTerminal: boolean;
  /** Resolves when the data was handed over; rejects with code `EPIPE` when nobody reads any more. */
  write(data: string | Uint8Array): Promise<void>;
}

/** The world as the command line sees it: whatever `main` reads or changes passes through here or a child process. */
export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Styles for what is written to `stderr`. */
  stderrStyler(): Promise<Styler>;
  /** All of standard input, or more than `limit` bytes of what has more. */
  readStdin(limit: number): Promise<Uint8Array>;
  /** Standard input and output as streams of bytes, for a frontend, which has them to itself. */
  openPipes(): { readonly stdin: Readable; readonly stdout: Writable };
  /** A file's bytes, pipes included, or undefined where there is none. Of what has more, more than `limit` bytes. */
  readFile(path: string, limit: number): Promise<Uint8Array | undefined>;
  /** True for a pipe, a socket or a device, which could keep a reader waiting. */
  isSpecial(path: string): boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The absolute path of a file or folder that is there, without a link in it. */
  realPath(path: string): string;
  /** Absolute. Throws OperationalError when it was removed. */
  readonly workingFolder: string;
  readonly now: Date;
  /** `linux/<architecture>[/<variant>]` that fits this machine. */
  readonly platform: string;
  /** Writes a file whole or not at all; what was there before stays until then. */
  writeFile(path: string, data: string | Uint8Array): Promise<void>;
  /** Calls back for each end signal until the returned function is called; meanwhile they do not end the process. */
  onEndSignal(listener: (signal: EndSignal) => void): () => void;
}
