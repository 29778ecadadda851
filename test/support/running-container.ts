import { readdirSync, readFileSync } from 'node:fs';
import { execa } from 'execa';
import { type ContainerOptions, containerWords, ENGINE, type Finished } from './engine.js';

/** How long `docker stop` waits before it kills. */
const PATIENCE = 10_000;

export interface RunningContainer {
  /** Resolves once standard output or error has this text; throws when the program ends without it. */
  says(text: string | RegExp): Promise<void>;
  /** Sends SIGTERM, as often as told, and SIGKILL to a program that goes on. */
  stop(signals?: number): Promise<Finished>;
}

/** Starts an image's program as process 1 of a container, and goes on while it runs. */
export function startContainer(
  image: string,
  words: readonly string[] = [],
  options: ContainerOptions = {},
): RunningContainer {
  const child = execa(ENGINE, containerWords(image, words, options), {
    reject: false,
    stdin: 'ignore',
    forceKillAfterDelay: false,
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part) => {
      output += part;
      for (const listener of listeners) {
        listener();
      }
    });
  }
  const said = (text: string | RegExp) =>
    new Promise<true>((resolve) => {
      const look = () => output.search(text) >= 0 && resolve(true);
      listeners.add(look);
      look();
    });
  return {
    says: async (text) => {
      if ((await Promise.race([said(text), child])) !== true) {
        throw new Error(`the program ended without ${text}\n${output}`);
      }
    },
    stop: async (signals = 1) => {
      for (let sent = 0; sent < signals; sent += 1) {
        child.kill('SIGTERM');
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      const timer = setTimeout(() => killProgram(child.pid), PATIENCE);
      const { exitCode, stdout, stderr } = await child;
      clearTimeout(timer);
      return { exitCode: exitCode ?? -1, stdout, stderr };
    },
  };
}

/** Process 1 of the container is the last in the line of first children: node, runc, the program. Any thread may have started it. */
function killProgram(pid: number | undefined): void {
  const [child] = readdirSync(`/proc/${pid}/task`)
    .flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' '))
    .filter(Boolean);
  if (child !== undefined && readFileSync(`/proc/${pid}/comm`, 'utf8') !== 'runc\n') {
    killProgram(Number(child));
  } else if (child !== undefined) {
    process.kill(Number(child), 'SIGKILL');
  }
}
