import { PassThrough } from 'node:stream';
import { readCommandLine } from '../../../src/cli/command-line/command-line.js';
import type { Io } from '../../../src/cli.js';
import { main } from '../../../src/cli.js';
import { plainStyler } from '../../../src/source/code-frame.js';
import { OperationalError } from '../../../src/source/operational-error.js';
import type { FlagsInput } from '../input.js';

/** A command line is refused with a usage error or runs, the same each time. A build is not run. */
export async function checkFlags(input: FlagsInput): Promise<string | undefined> {
  if (isBuild(input)) {
    return undefined;
  }
  const [first, second] = [await run(input), await run(input)];
  if (![0, 1, 2].includes(first.code)) {
    return `exit code ${first.code}`;
  }
  if ((first.code === 0) !== !/^error|: error\[/m.test(first.stderr)) {
    return `exit code ${first.code} and: ${first.stderr}`;
  }
  if (/^ {4}at /m.test(first.stderr)) {
    return `a stack trace: ${first.stderr}`;
  }
  return first.stderr === second.stderr && first.stdout === second.stdout ? undefined : 'two runs differ';
}

/** Whether the words would start a program. */
function isBuild({ words, environment }: FlagsInput): boolean {
  try {
    const read = readCommandLine(words, environment);
    return read.kind === 'run' && (read.run.mode === 'build' || read.run.mode === 'dry-run');
  } catch (error) {
    if (error instanceof OperationalError) {
      return false;
    }
    throw error;
  }
}

async function run({ words, environment, mopyfile }: FlagsInput) {
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written) => ({
    isTerminal: false,
    write: async (data: string | Uint8Array) => {
      written[name] += typeof data === 'string' ? data : withoutRandom(data);
    },
  });
  const bytes = Buffer.from(mopyfile);
  const io: Io = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    stderrStyler: async () => plainStyler,
    readStdin: async () => bytes,
    openPipes: () => ({ stdin: new PassThrough(), stdout: new PassThrough() }),
    readFile: async (path) => (path === 'Mopyfile.yaml' ? bytes : undefined),
    isSpecial: () => false,
    realPath: (path) => path,
    environment,
    workingFolder: '/context',
    now: new Date('2026-06-01T00:00:00Z'),
    platform: 'linux/amd64',
    writeFile: async (path, data) => {
      written.stdout += `${path}: ${typeof data === 'string' ? data : withoutRandom(data)}`;
    },
    onEndSignal: () => () => undefined,
  };
  return { code: await main(words, io), ...written };
}

/** Each LLB is marked as one of its kind, and digests follow from the mark. */
function withoutRandom(llb: Uint8Array): string {
  return `${llb.length} bytes of LLB`;
}
