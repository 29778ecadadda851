import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** The command line as `npm run build` leaves it. */
export const BIN = fileURLToPath(new URL('../../bin/mopy.js', import.meta.url));

export interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs the built command line as a user would. */
export async function mopy(words: readonly string[], options: CallOptions = {}): Promise<Result> {
  return run(process.execPath, [BIN, ...words], options);
}

/** Runs a line in a shell in which `mopy` is the built command line; a pipe fails with its first failure. */
export async function shell(line: string, options: CallOptions = {}): Promise<Result> {
  const script = `set -o pipefail; mopy() { '${process.execPath}' '${BIN}' "$@"; }; ${line}`;
  return run('bash', ['-c', script], options);
}

export async function run(
  program: string,
  words: readonly string[],
  options: CallOptions = {},
): Promise<Result> {
  const { exitCode, stdout, stderr } = await execa(program, words, {
    reject: false,
    maxBuffer: 1 << 30,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...(options.env && { env: options.env }),
    ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
  });
  return { exitCode: exitCode ?? -1, stdout, stderr };
}

/** A temporary build context with these files; `remove` when done. */
export async function temporaryContext(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'mopy-e2e-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
