import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import type { Gateway } from '../../src/frontend/gateway/gateway.js';
import { GatewayError } from '../../src/frontend/gateway/gateway-error.js';
import { runFrontend } from '../../src/frontend/run.js';
import { fakeDaemon } from './fake-daemon.js';
import { fakeGateway } from './fake-gateway.js';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) {
    stop();
  }
});

type Answer = (method: string, request: never) => unknown;

/** A frontend's world with a daemon that answers so. */
function start(answer: Answer, options: Readonly<Record<string, string>> = {}) {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const gateway = async (method: string, request: unknown) => answer(method, request as never);
  const daemon = fakeDaemon({ readable: stdout, writable: stdin }, gateway as Gateway);
  stops.push(daemon.stop);
  const logged: string[] = [];
  const log = async (message: string) => void logged.push(message);
  const entries = Object.entries(options).map(([key, value], index) => [
    `BUILDKIT_FRONTEND_OPT_${index}`,
    `${key}=${value}`,
  ]);
  const environment = { BUILDKIT_SESSION_ID: 's', ...Object.fromEntries(entries) };
  return { io: { stdin, stdout, environment, now: new Date('2026-01-01'), log }, logged, daemon };
}

/** A daemon that has these files and whose answers to some methods are others. */
function withFiles(
  files: Readonly<Record<string, string>>,
  others: Readonly<Record<string, Answer>> = {},
): Answer {
  const { gateway } = fakeGateway({ files });
  return (method, request) => (others[method] ?? (gateway as Answer))(method, request);
}

test('an error is returned to BuildKit, and the program ends well', async () => {
  const { io, daemon } = start(withFiles({}), { platform: 'plan9/mips' });
  expect(await runFrontend(io)).toBe(0);
  expect(daemon.returned.map(({ error }) => error)).toEqual([
    { code: 2, message: 'there are no Python images for the platform "plan9/mips"' },
  ]);
});

test('what BuildKit refuses comes back to it with all details', async () => {
  const details = [{ typeUrl: 'a/b', value: Buffer.from('{}') }];
  const refused = () => Promise.reject(new GatewayError({ code: 2, message: 'long', details }));
  const { io, daemon } = start(withFiles({}, { Ping: refused }));
  expect(await runFrontend(io)).toBe(0);
  expect(daemon.returned[0]?.error).toMatchObject({
    code: 2,
    message: 'long',
    details: [{ typeUrl: 'a/b' }],
  });
});

test('an error that is too large is returned without details', async () => {
  const tooLarge = ({ error }: { readonly error?: { readonly details?: readonly unknown[] } }) => {
    if (error?.details?.length) {
      throw new GatewayError({ code: 8, message: 'too large' });
    }
  };
  const answer = withFiles(
    { 'Mopyfile.yaml': 'pyton: 3\n' },
    { Return: (_method, request) => tooLarge(request) },
  );
  const { io, daemon } = start(answer);
  expect(await runFrontend(io)).toBe(0);
  expect(daemon.returned).toHaveLength(2);
  expect(daemon.returned[1]?.error?.message).toContain('`pyton` is not a key');
});

test('a thousand errors in a long file are returned', async () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `bad entry ${index} ${'x'.repeat(100)}\n`);
  const files = { 'Mopyfile.yaml': 'python: 3.11\npip: [./all.txt]\n', 'all.txt': lines.join('') };
  const { io, daemon } = start(withFiles(files));
  expect(await runFrontend(io)).toBe(0);
  const [{ error } = {}] = daemon.returned;
  expect(error?.message).toContain('all.txt:1:');
  expect(error?.details).toHaveLength(10);
});

test('a release of Python that is not there is answered with the newest one known', async () => {
  const { io, daemon } = start(
    withFiles(
      { 'Mopyfile.yaml': 'python: 3.12.99\nproject: app\n', 'app/main.py': '' },
      {
        ResolveSourceMeta: (_method, { Source }: { Source: { identifier: string } }) => {
          throw new GatewayError({ code: 5, message: `${Source.identifier}: not found` });
        },
      },
    ),
  );
  expect(await runFrontend(io)).toBe(0);
  expect(daemon.returned[0]?.error?.message).toMatch(
    /python:3\.12\.99.*not found; the newest .* is 3\.12\.12,/,
  );
});

test('a call that is not answered does not keep a frontend that is done, nor does it take its leave', async () => {
  const { io, daemon } = start(
    withFiles(
      { 'Mopyfile.yaml': 'python: 3.11\nproject: app\n', 'app/main.py': '' },
      {
        ResolveSourceMeta: (_method, { Source }: { Source: { identifier: string } }) => {
          if (!Source.identifier.includes('python')) {
            return new Promise(() => {});
          }
          throw new GatewayError({ code: 5, message: 'not found' });
        },
      },
    ),
  );
  expect(await runFrontend(io)).toBe(0);
  expect(daemon.returned[0]?.error?.message).toContain('not found');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(daemon.hasGoodbye()).toBe(false);
});

test('a daemon that goes away ends the program', async () => {
  const { io, logged } = start(() => {
    io.stdin.end();
    throw new Error('gone');
  });
  expect(await runFrontend(io)).toBe(1);
  expect(logged).toEqual([expect.stringMatching(/^mopy: BuildKit does not answer/)]);
  if (!io.stdin.destroyed) {
    await once(io.stdin, 'close');
  }
});
