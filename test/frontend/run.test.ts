import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import { Duplex, PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { runFrontend } from '../../src/frontend/run.js';
import { decode } from '../../src/protobuf/decode.js';
import { encode } from '../../src/protobuf/encode.js';
import type { ReturnRequest } from '../../src/protobuf/schema.generated.js';

const PATH = '/moby.buildkit.v1.frontend.LLBBridge/';
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A daemon's end of the two pipes. `answer` gives a message, or ends the call itself. */
function daemon(
  answer: (method: string, request: Buffer, stream: ServerHttp2Stream) => Uint8Array | undefined,
) {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const server = createServer();
  server.on('stream', async (stream, headers) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const method = String(headers[':path']).replace(PATH, '');
    const message = answer(method, Buffer.concat(chunks).subarray(5), stream);
    if (message !== undefined) reply(stream, message);
  });
  server.emit('connection', Duplex.from({ readable: stdout, writable: stdin }));
  stops.push(() => server.close());
  const logged: string[] = [];
  const log = async (message: string) => void logged.push(message);
  const environment = { BUILDKIT_SESSION_ID: 's', BUILDKIT_FRONTEND_OPT_0: 'platform=plan9/mips' };
  return { io: { stdin, stdout, environment, now: new Date('2026-01-01'), log }, logged };
}

/** A message with the five bytes that gRPC puts before it, and the trailer that ends the call. */
function reply(stream: ServerHttp2Stream, message: Uint8Array): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
}

function refuse(stream: ServerHttp2Stream, details: Uint8Array): undefined {
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': '2',
      'grpc-message': 'short',
      'grpc-status-details-bin': Buffer.from(details).toString('base64'),
    },
    { endStream: true },
  );
}

const pong = encode('moby.buildkit.v1.frontend.PongResponse', {
  FrontendAPICaps: [{ ID: 'readfile', Enabled: true }],
  LLBCaps: [{ ID: 'file.base', Enabled: true }],
});

test('an error is returned to BuildKit, and the program ends well', async () => {
  const returned: ReturnRequest[] = [];
  const { io } = daemon((method, request) => {
    if (method === 'Ping') return pong;
    if (method === 'Return') returned.push(decode('moby.buildkit.v1.frontend.ReturnRequest', request));
    return new Uint8Array();
  });
  expect(await runFrontend(io)).toBe(0);
  expect(returned.map(({ error }) => error)).toEqual([
    { code: 2, message: 'there are no Python images for the platform "plan9/mips"' },
  ]);
});

test('what BuildKit refuses comes back to it with all details', async () => {
  const details = [{ typeUrl: 'a/b', value: Buffer.from('{}') }];
  const status = encode('google.rpc.Status', { code: 2, message: 'long', details });
  const returned: ReturnRequest[] = [];
  const { io } = daemon((method, request, stream) => {
    if (method === 'Ping') return refuse(stream, status);
    if (method === 'Return') returned.push(decode('moby.buildkit.v1.frontend.ReturnRequest', request));
    return new Uint8Array();
  });
  expect(await runFrontend(io)).toBe(0);
  expect(returned[0]?.error).toMatchObject({ code: 2, message: 'long', details: [{ typeUrl: 'a/b' }] });
});

test('a daemon that goes away ends the program', async () => {
  const { io, logged } = daemon((_method, _request, stream) => {
    io.stdin.end();
    stream.close();
    return undefined;
  });
  expect(await runFrontend(io)).toBe(1);
  expect(logged).toEqual([expect.stringMatching(/^mopy: BuildKit does not answer/)]);
  if (!io.stdin.destroyed) await once(io.stdin, 'close');
});
