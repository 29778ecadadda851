import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { temporaryFolder } from './image.js';
import { BIN, temporaryContext } from './mopy.js';
import { childrenOf } from './processes.js';
import { type Listening, listen } from './servers/listen.js';

/** The first lines of a Mopyfile. */
export const HEAD = '#syntax=mopy/mopy:1\npython: 3.11\n';
/** A program that prints `1`. */
export const APP = { 'Mopyfile.yaml': `${HEAD}project: main.py\n`, 'main.py': 'print(1)\n' };
/** Words of a build that writes `image.tar`. */
export const IMAGE = ['-output', 'type=oci,dest=image.tar'];

/** A build that something happens to. */
export interface TroubledBuild {
  readonly child: ChildProcess;
  /** Waits until the build has said something that matches. */
  said(pattern: RegExp): Promise<void>;
}

interface Outcome {
  readonly exitCode: number | null;
  readonly stderr: string;
  /** The files in the context afterwards. */
  readonly files: readonly string[];
}

/** Builds contexts, each while something happens. */
export type Build = (
  context: string,
  words: readonly string[],
  meanwhile?: (build: TroubledBuild) => Promise<void>,
) => Promise<Outcome>;

/** Builds on the daemon of the test, which is asked for with every build. */
export function buildsOn(daemon: () => { readonly address: string }): Build {
  return (context, words, meanwhile) => troubledBuild(daemon().address, context, words, meanwhile);
}

/** A build context with these files, gone when the test has ended. */
export async function contextOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const { folder, remove } = await temporaryContext(files);
  onTestFinished(remove);
  return folder;
}

/** A server that steps reach, gone when the test has ended. */
export async function serve(handle: RequestListener): Promise<Listening> {
  const server = await listen(handle);
  onTestFinished(server.stop);
  return server;
}

/** Builds a context while something happens, and fails where the build leaves anything in its temporary folder. */
async function troubledBuild(
  address: string,
  context: string,
  words: readonly string[],
  meanwhile: (build: TroubledBuild) => Promise<void> = async () => undefined,
): Promise<Outcome> {
  const temporary = await temporaryFolder();
  const child = spawn(process.execPath, [BIN, ...words], {
    cwd: context,
    env: { ...process.env, BUILDKIT_HOST: address, TMPDIR: temporary.path },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const ending = once(child, 'close');
  const said = async (pattern: RegExp) => {
    while (!pattern.test(stderr) && child.exitCode === null) {
      await wait(20);
    }
  };
  await meanwhile({ child, said });
  const [exitCode] = await ending;
  expect(await readdir(temporary.path)).toEqual([]);
  await temporary.remove();
  return { exitCode, stderr, files: (await readdir(context)).sort() };
}

/** Waits until buildctl has read so many bytes: of the context, since nothing else of its is large. */
export async function untilSent({ child }: TroubledBuild, bytes: number): Promise<void> {
  while (child.exitCode === null) {
    for (const id of await childrenOf(child.pid).catch(() => [])) {
      const text = await readFile(`/proc/${id}/io`, 'utf8').catch(() => '');
      if (Number(/^rchar: (\d+)$/m.exec(text)?.[1] ?? 0) > bytes) {
        return;
      }
    }
    await wait(20);
  }
}

/** Stops mopy and what it has started, as a machine that sleeps does, and lets them go on. */
export async function suspend({ child }: TroubledBuild, milliseconds: number): Promise<void> {
  const all = [child.pid ?? 0, ...(await childrenOf(child.pid).catch(() => []))];
  signalAll(all, 'SIGSTOP');
  await wait(milliseconds);
  signalAll(all, 'SIGCONT');
}

function signalAll(ids: readonly number[], signal: NodeJS.Signals): void {
  for (const id of ids) {
    process.kill(id, signal);
  }
}
