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
      'the loader fails while buildctl writes',
      { buildctl: `${BUILDCTL}; while echo image; do :; done`, docker: 'test "$1" = version || exit 3' },
      /error: docker failed with exit code 3\n$/,
    ],
    [
      'buildctl has nobody to write its progress to',
      { buildctl: `${BUILDCTL}; kill -PIPE $$` },
      /error: buildctl was ended by SIGPIPE\n$/,
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

it('is none when the reader of the image has gone', async () => {
  stubs = await makeStubs({ buildctl: `${BUILDCTL}; kill -PIPE $$` });
  expect(await stubs.start(['-output', 'type=oci,dest=-'])).toMatchObject({
    exitCode: 0,
    stderr: expect.not.stringContaining('error'),
  });
});

it('names the variable of a temporary folder that is none', async () => {
  stubs = await makeStubs({ docker: DOCKER });
  expect(await stubs.start([], { TMPDIR: '/no/such/folder' })).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(
      /error: no folder can be made in \/no\/such\/folder: ENOENT\n {2}hint: set TMPDIR/,
    ),
  });
});

describe('a step that fails', () => {
  const failing = (place: string) =>
    `echo '#5 [${place}] a step' >&2; echo '#5 ERROR: it failed' >&2; echo 'error: failed to solve: it failed' >&2; exit 1`;
  const files = { 'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.12\npip: [six]\n' };

  it.each([
    ['build 3/4', DOCKER, [], /\n {2}hint: for a shell where it failed: mopy -target build:2 -load\n$/],
    ['build 3/4', DOCKER, ['../My Project'], /: mopy -target build:2 -load '\.\.\/My Project'\n$/],
    [
      'build 3/4',
      DOCKER,
      ['-platform', 'linux/amd64', '-build-context', 'python:3.12=docker-image://here/python:3.12'],
      / mopy -platform linux\/amd64 -build-context python:3\.12=docker-image:\/\/here\/python:3\.12 -target build:2 -load\n$/,
    ],
    [
      'build 3/4',
      DOCKER,
      [
        '-addr',
        'tcp://there:1',
        '-tlsdir',
        'keys',
        '-secret',
        'id=a,src=Mopyfile.yaml',
        '-build-arg',
        'http_proxy=http://a:b@c',
      ],
      / mopy -addr tcp:\/\/there:1 -tlsdir keys -secret id=a,src=Mopyfile\.yaml -target build:2 -load\n$/,
    ],
    ['final 2/4', DOCKER, [], /error: buildctl failed with exit code 1\n$/],
    ['build 3/4', 'exit 1', [], /error: buildctl failed with exit code 1\n$/],
  ])(
    '%s is led to by a command that opens a shell, where there is one',
    async (place, docker, words, message) => {
      stubs = await makeStubs({ buildctl: `${BUILDCTL}; ${failing(place)}`, docker }, files);
      const output = ['-output', 'type=oci,dest=x'];
      expect(await stubs.start([...output, ...words])).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(message),
      });
    },
  );
});

it.each([
  ['tty', /\n {2}hint: with -progress plain the build ends with the lines of the Mopyfile that failed, /],
  ['quiet', /error: buildctl failed with exit code 7\n$/],
])('a build with -progress %s that fails', async (progress, message) => {
  stubs = await makeStubs({ buildctl: `${BUILDCTL}; exit 7` });
  expect(await stubs.start(['-progress', progress])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(message),
  });
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
