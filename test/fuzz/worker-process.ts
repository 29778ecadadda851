import { type ChildProcess, fork } from 'node:child_process';
import type { FuzzInput } from './input.js';

/** No input may take this long, however busy the machine is. The work on a large one is measured. */
const HANG_SECONDS = { small: 30, large: 60 };

/** A process that tries inputs, started anew whenever one has ended it. */
export interface WorkerProcess {
  /**
   * How much memory garbage takes is a matter of luck: a large file may go over the limits twice, not three times.
   *
   * @returns what is wrong with the input, or undefined
   */
  try(input: FuzzInput): Promise<string | undefined>;
  stop(): void;
}

/** @param words the script's arguments */
export function workerProcess(script: string, words: readonly string[]): WorkerProcess {
  let child: ChildProcess | undefined;
  const stop = () => {
    child?.kill('SIGKILL');
    child = undefined;
  };
  const tryOnce = async (input: FuzzInput) => {
    // The peak of memory is that of a process's whole life.
    if (input.kind === 'size') {
      stop();
    }
    child ??= fork(script, words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const fault = await faultFrom(child, input);
    if (fault !== undefined) {
      stop();
    }
    return fault;
  };
  return {
    try: async (input) => {
      let fault = await tryOnce(input);
      for (let retries = 2; fault !== undefined && input.kind === 'size' && retries > 0; retries -= 1) {
        fault = await tryOnce(input);
      }
      return fault;
    },
    stop,
  };
}

function faultFrom(child: ChildProcess, input: FuzzInput): Promise<string | undefined> {
  return new Promise((resolve) => {
    const settle = (fault: string | undefined) => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit);
      resolve(fault);
    };
    const onMessage = (message: unknown) => settle((message as { readonly fault?: string }).fault);
    const onExit = (code: number | null, signal: string | null) =>
      settle(`ended the process: ${signal ?? code}`);
    const seconds = input.kind === 'size' ? HANG_SECONDS.large : HANG_SECONDS.small;
    const timer = setTimeout(() => settle(`takes more than ${seconds} s`), seconds * 1000);
    child.on('message', onMessage).on('exit', onExit);
    child.send(input);
  });
}
