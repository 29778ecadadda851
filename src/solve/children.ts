import { createInterface } from 'node:readline';
import { execa, type Options, type Result, type ResultPromise } from 'execa';
import { type EndSignal, Interruption } from './interruption.js';
import type { PlainLog } from './log/plain-log.js';

/** The process around a build: its environment, its folder, its signals. */
export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /** A terminal is attached: what is typed there reaches child processes without help. */
  readonly interactive: boolean;
  /** Writes to standard error. */
  writeError(text: string): Promise<void>;
  /** Calls back for each end signal until the returned function is called. */
  onEndSignal(listener: (signal: EndSignal) => void): () => void;
}

/** Milliseconds in which child processes have to end once they were told to: one that is stopped never would. */
const END_TIMEOUT = 5000;

/** Milliseconds between two looks at what is running and has said nothing. */
const TICK = 5000;

/** Milliseconds in which a program has to answer that it is there. */
const ASK_TIMEOUT = 20_000;

/** The answer of a program that was only asked something. */
export interface Answer {
  readonly outcome: 'ok' | 'failed' | 'missing';
  readonly stdout: string;
  readonly stderr: string;
}

/** A program to run with everything known: arguments are final. */
export interface Started {
  readonly program: string;
  readonly words: readonly string[];
  /** Beside the world's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Bytes for its standard input. */
  readonly input?: Uint8Array;
}

/** The end of a program: code 0 is success. */
export interface Ending {
  readonly program: string;
  readonly missing: boolean;
  /** The name of the operating system's error, where it did not start a program that is there: `EACCES`. */
  readonly refused?: string;
  readonly code: number;
  /** The signal that ended it from outside. */
  readonly signal?: string;
}

/** Child processes of one build. They all end before the build does. */
export interface Children {
  /** Runs a program silently. */
  ask(program: string, words: readonly string[]): Promise<Answer>;
  /**
   * Runs a program that the user watches; with a reader, its standard output goes there and nowhere else. Answers in
   * the order in which they were seen to end.
   *
   * @param log reads what the program writes to standard error, and says what the user gets of it
   */
  run(program: Started, reader?: Started, log?: PlainLog): Promise<readonly Ending[]>;
}

type Child = ResultPromise<Options>;

/**
 * Runs `work` while end signals are passed on to the child processes that it starts.
 *
 * A terminal gives an interrupt to all of its processes by itself, so the first one is only waited for there; every
 * other signal, and every second one, is passed on. A third one kills, and so do five seconds.
 *
 * @throws Interruption when an end signal came, once `work` has ended
 */
export async function withChildren<T>(world: World, work: (children: Children) => Promise<T>): Promise<T> {
  const running = new Set<Child>();
  const received: EndSignal[] = [];
  let timer: NodeJS.Timeout | undefined;
  const killAll = (signal: EndSignal | 'SIGKILL') => {
    for (const child of running) {
      child.kill(signal);
    }
  };
  const stopListening = world.onEndSignal((signal) => {
    received.push(signal);
    timer ??= setTimeout(killAll, END_TIMEOUT, 'SIGKILL');
    if (received.length === 1 && signal === 'SIGINT' && world.interactive) {
      return;
    }
    killAll(received.length > 2 ? 'SIGKILL' : signal);
  });
  const stopIfInterrupted = () => {
    if (received[0] !== undefined) {
      throw new Interruption(received[0]);
    }
  };
  const start = (program: string, words: readonly string[], options: Options) => {
    stopIfInterrupted();
    const complete: Options = { ...options, ...fixedOptions(world, options) };
    const child = execa(program, words, complete);
    running.add(child);
    void child.finally(() => running.delete(child));
    return child;
  };
  try {
    return await work({
      ask: async (program, words) => answerOf(await start(program, words, ASK_OPTIONS)),
      run: (program, reader, log) =>
        runWatched(start, program, reader, log && { log, write: (text) => world.writeError(text) }),
    });
  } finally {
    clearTimeout(timer);
    stopListening();
    stopIfInterrupted();
  }
}

const ASK_OPTIONS: Options = { stdin: 'ignore', timeout: ASK_TIMEOUT };

/** execa's own way of killing what does not end begins with the first signal alone. */
function fixedOptions(world: World, { env }: Options): Options {
  const environment = Object.fromEntries(
    Object.entries({ ...world.environment, ...env }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  return {
    reject: false,
    cwd: world.workingFolder,
    env: environment,
    extendEnv: false,
    forceKillAfterDelay: false,
  };
}

async function runWatched(
  start: (program: string, words: readonly string[], options: Options) => Child,
  first: Started,
  reader: Started | undefined,
  watched: Watched | undefined,
): Promise<readonly Ending[]> {
  const producer = start(first.program, first.words, {
    ...(first.input === undefined ? { stdin: 'ignore' } : { input: first.input }),
    stdout: reader === undefined ? 'inherit' : 'pipe',
    stderr: watched === undefined ? 'inherit' : 'pipe',
    buffer: false,
    env: first.environment,
  });
  const followed = watched && follow(producer, watched);
  if (reader === undefined) {
    const ending = endingOf(first, await producer);
    await followed;
    return [ending];
  }
  const consumer = start(reader.program, reader.words, {
    stdin: 'pipe',
    // Its messages are no artefact.
    stdout: STANDARD_ERROR,
    stderr: 'inherit',
    buffer: false,
    env: reader.environment,
  });
  // Both results tell how it went.
  producer.pipe(consumer).catch(() => undefined);
  const endings: Ending[] = [];
  await Promise.all([
    producer.then((result) => endings.push(endingOf(first, result))),
    consumer.then((result) => endings.push(endingOf(reader, result))),
    followed,
  ]);
  return endings;
}

/** A log that is read while a program writes it. */
interface Watched {
  readonly log: PlainLog;
  readonly write: (text: string) => Promise<void>;
}

async function follow({ stderr }: Child, { log, write }: Watched): Promise<void> {
  const say = async (lines: readonly string[]) => {
    if (lines.length > 0) {
      // A reader that went away is no reason to stop.
      await write(lines.map((line) => `${line}\n`).join('')).catch(() => undefined);
    }
  };
  const ticks = setInterval(() => void say(log.tick()), TICK);
  try {
    if (stderr !== undefined && stderr !== null) {
      for await (const line of createInterface({ input: stderr })) {
        await say(log.read(line));
      }
    }
  } finally {
    clearInterval(ticks);
  }
  await say(log.end());
}

const STANDARD_ERROR = 2;

function answerOf(result: Result<Options>): Answer {
  const outcome = result.code === 'ENOENT' ? 'missing' : result.failed ? 'failed' : 'ok';
  const refused = refusalOf(result);
  const stderr = refused === undefined ? String(result.stderr ?? '') : `it cannot be started (${refused})`;
  return { outcome, stdout: String(result.stdout ?? ''), stderr };
}

/** The operating system's error that kept a program from starting, unless there is no such program. */
function refusalOf({ code, exitCode, signal }: Result<Options>): string | undefined {
  return code === 'ENOENT' || exitCode !== undefined || signal !== undefined ? undefined : code;
}

function endingOf({ program }: Started, result: Result<Options>): Ending {
  const { code, exitCode = 1, signal } = result;
  const refused = refusalOf(result);
  return {
    program,
    missing: code === 'ENOENT',
    ...(refused !== undefined && { refused }),
    code: exitCode,
    ...(signal !== undefined && { signal }),
  };
}
