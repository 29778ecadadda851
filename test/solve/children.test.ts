import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Children, type World, withChildren } from '../../src/solve/children.js';
import { type EndSignal, Interruption } from '../../src/solve/interruption.js';
import type { PlainLog } from '../../src/solve/log/plain-log.js';

let folder = '';
let errors = '';
beforeEach(async () => {
  errors = '';
  folder = await mkdtemp(join(tmpdir(), 'mopy-children-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A world whose signals the test sends. */
function world(interactive: boolean): World & { send(signal: EndSignal): void } {
  const listeners = new Set<(signal: EndSignal) => void>();
  return {
    environment: { PATH: process.env['PATH'], FOLDER: folder },
    workingFolder: folder,
    interactive,
    writeError: async (text) => {
      errors += text;
    },
    send: (signal) => {
      for (const listener of listeners) {
        listener(signal);
      }
    },
    onEndSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const note = (name: string) => readFile(join(folder, name), 'utf8').catch(() => undefined);

/** Notes each interrupt; ends after the second. */
const COUNTING = `count=0; trap 'count=$((count + 1)); echo $count > count; test $count -lt 2 || exit 0' INT; : > ready; while :; do sleep 0.05; done`;

function start(children: Children, script: string) {
  return children.run({ program: 'sh', words: ['-c', script], environment: {} });
}

it('leaves the first interrupt of a terminal to the terminal, and passes the second on', async () => {
  const here = world(true);
  const done = withChildren(here, (children) => start(children, COUNTING.replace('-lt 2', '-lt 1')));
  const outcome = expect(done).rejects.toEqual(new Interruption('SIGINT'));
  while ((await note('ready')) === undefined) {
    await sleep(20);
  }
  here.send('SIGINT');
  await sleep(200);
  expect(await note('count')).toBeUndefined();
  here.send('SIGINT');
  await outcome;
  expect(await note('count')).toBe('1\n');
});

it('passes the first one on without a terminal', async () => {
  const here = world(false);
  const done = withChildren(here, (children) => start(children, COUNTING));
  const outcome = expect(done).rejects.toEqual(new Interruption('SIGINT'));
  while ((await note('ready')) === undefined) {
    await sleep(20);
  }
  here.send('SIGINT');
  while ((await note('count')) !== '1\n') {
    await sleep(20);
  }
  here.send('SIGTERM');
  await outcome;
});

it('starts nothing more after a signal', async () => {
  const here = world(false);
  const done = withChildren(here, async (children) => {
    here.send('SIGTERM');
    await start(children, ': > started');
  });
  await expect(done).rejects.toEqual(new Interruption('SIGTERM'));
  expect(await note('started')).toBeUndefined();
});

it('tells a program that is missing from one that fails', async () => {
  const outcomes = await withChildren(world(false), async (children) => [
    await children.ask('mopy-no-such-program', []),
    await children.ask('sh', ['-c', 'echo out; echo problem >&2; exit 3']),
    await children.ask('sh', ['-c', 'echo out']),
  ]);
  expect(outcomes).toMatchObject([
    { outcome: 'missing' },
    { outcome: 'failed', stdout: 'out', stderr: 'problem' },
    { outcome: 'ok', stdout: 'out', stderr: '' },
  ]);
});

it('says that a program cannot be started', async () => {
  const program = join(folder, 'no-program');
  await writeFile(program, 'text');
  const [answer, [ending]] = await withChildren(world(false), async (children) => [
    await children.ask(program, []),
    await children.run({ program, words: [], environment: {} }),
  ]);
  expect(answer).toMatchObject({ outcome: 'failed', stderr: 'it cannot be started (EACCES)' });
  expect(ending).toEqual({ program, missing: false, refused: 'EACCES', code: 1 });
});

it('counts a reader that is missing', async () => {
  const endings = await withChildren(world(false), (children) =>
    children.run(
      { program: 'sh', words: ['-c', 'echo image'], environment: {} },
      { program: 'mopy-no-such-program', words: [], environment: {} },
    ),
  );
  expect(endings).toContainEqual({ program: 'mopy-no-such-program', missing: true, code: 1 });
});

it('kills what was stopped and cannot end', async () => {
  const here = world(false);
  const done = withChildren(here, (children) => start(children, ': > ready; kill -STOP $$'));
  const outcome = expect(done).rejects.toEqual(new Interruption('SIGTERM'));
  while ((await note('ready')) === undefined) {
    await sleep(20);
  }
  here.send('SIGTERM');
  await outcome;
}, 30_000);

it('prints what a reader of the log makes of it, in order and to the end', async () => {
  const log: PlainLog = {
    read: (line) => (line === 'secret' ? [] : [`<${line}>`]),
    tick: () => [],
    end: () => ['end'],
    outcome: () => ({ run: 0, cached: 0 }),
  };
  const program = {
    program: 'sh',
    words: ['-c', 'echo a >&2; echo secret >&2; echo b >&2; exit 3'],
    environment: {},
  };
  const endings = await withChildren(world(false), (children) => children.run(program, undefined, log));
  expect(endings).toEqual([{ program: 'sh', missing: false, code: 3 }]);
  expect(errors).toBe('<a>\n<b>\nend\n');
});
