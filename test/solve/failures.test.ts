import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { BUILDCTL, DOCKER, makeStubs, NOTE, type Stubs, WORKERS } from './stubs.js';

let stubs: Stubs;
afterEach(() => stubs.remove());

describe('failures of child processes', () => {
  it.each([
    ['buildctl fails', { buildctl: `${BUILDCTL}; exit 7` }, /error: buildctl failed with exit code 7\n$/],
    [
      'buildctl fails before it reads',
      { buildctl: `${WORKERS}\nexit 7` },
      /error: buildctl failed with exit code 7\n$/,
    ],
    [
      'the loader fails',
      { buildctl: BUILDCTL, docker: `${DOCKER}; exit 3` },
      /error: docker failed with exit code 3\n$/,
    ],
    [
      'the loader fails before it reads',
      { buildctl: `${BUILDCTL}; echo image`, docker: 'test "$1" = version || exit 3' },
      /error: docker failed with exit code 3\n$/,
    ],
    [
      'something kills buildctl',
      { buildctl: `${BUILDCTL}; kill -KILL $$` },
      /buildctl was ended by SIGKILL\n$/,
    ],
    ['docker fails', { docker: `${DOCKER}; exit 5` }, /error: docker failed with exit code 5\n$/],
  ])('%s', async (_name, scripts: Record<string, string>, message) => {
    stubs = await makeStubs(scripts);
    expect(await stubs.start([])).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(message) });
    expect(await stubs.leftovers()).toEqual([]);
  });
});

it.each([
  ['3.12.99', /exit code 7\n {2}hint: if the base image was not found: the newest .* is 3\.12\.12, /],
  ['3.12.12', /exit code 7\n$/],
])('a build with Python %s that fails', async (version, message) => {
  const mopyfile = `#syntax=mopy/mopy:1\npython: ${version}\n`;
  stubs = await makeStubs({ buildctl: `${BUILDCTL}; exit 7` }, { 'Mopyfile.yaml': mopyfile });
  expect(await stubs.start([])).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(message) });
});

describe('end signals', () => {
  const waits = (then: string) => `${NOTE}\n${then}\n: > "$NOTES/ready"\nwhile :; do sleep 0.05; done`;
  /** Until a stand-in noted something, or nothing will. */
  const waitFor = async (running: ReturnType<Stubs['start']>, name: string, content: string) => {
    while (running.exitCode === null && (await stubs.notes())[name] !== content) {
      await sleep(20);
    }
  };

  it.each<[NodeJS.Signals, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('%s lets the child end first', async (signal, code) => {
    const trap = `trap 'sleep 0.2; echo ended > "$NOTES/ended"; exit 1' ${signal.slice(3)}`;
    stubs = await makeStubs({ docker: `case "$*" in "buildx build"*) ;; *) exit;; esac\n${waits(trap)}` });
    const running = stubs.start([]);
    await waitFor(running, 'ready', '');
    running.kill(signal);
    const { exitCode, stderr } = await running;
    expect({ exitCode, stderr }).toEqual({ exitCode: code, stderr: 'building with docker buildx\n' });
    expect((await stubs.notes())['ended']).toBe('ended\n');
    expect(await stubs.leftovers()).toEqual([]);
  });

  it('passes every further signal on', async () => {
    const trap = `count=0; trap 'count=$((count + 1)); echo $count > "$NOTES/count"; test $count -lt 2 || exit 1' INT`;
    stubs = await makeStubs({ buildctl: `${WORKERS}\n${waits(trap)}` });
    const running = stubs.start([]);
    await waitFor(running, 'ready', '');
    running.kill('SIGINT');
    await waitFor(running, 'count', '1\n');
    running.kill('SIGINT');
    expect((await running).exitCode).toBe(130);
    expect((await stubs.notes())['count']).toBe('2\n');
  });

  it('kills what does not end', async () => {
    stubs = await makeStubs({ buildctl: `${WORKERS}\n${waits("trap '' INT TERM")}` });
    const running = stubs.start([]);
    await waitFor(running, 'ready', '');
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGTERM'] as const) {
      running.kill(signal);
      await sleep(100);
    }
    expect((await running).exitCode).toBe(130);
  });
});
