import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import { Duplex, PassThrough, type Readable, type Writable } from 'node:stream';
import type { Gateway } from '../../src/frontend/gateway/gateway.js';
import { GatewayError } from '../../src/frontend/gateway/gateway-error.js';
import { decode } from '../../src/protobuf/decode.js';
import { encode } from '../../src/protobuf/encode.js';
import {
  llbBridgeMethods,
  llbBridgePath,
  type Messages,
  type ReturnRequest,
  type Status,
} from '../../src/protobuf/schema.generated.js';

/** A daemon's end of the two pipes of a frontend. */
export interface FakeDaemon {
  /** The frontend's answers, in order. */
  readonly returned: readonly ReturnRequest[];
  /** True once the frontend took its leave (HTTP/2's GOAWAY). */
  hasGoodbye(): boolean;
  stop(): void;
}

/** Serves a gateway over the pipes as gRPC. What it throws as GatewayError is the answer; `Return` it does not need. */
export function fakeDaemon(
  pipes: { readonly readable: Readable; readonly writable: Writable },
  gateway: Gateway,
): FakeDaemon {
  const returned: ReturnRequest[] = [];
  let hasGoodbye = false;
  const server = createServer();
  server.on('session', (session) => session.on('goaway', () => (hasGoodbye = true)).on('error', () => {}));
  server.on('stream', async (stream, headers) => {
    stream.on('error', () => {});
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(stream, 'end');
    const path = String(headers[':path']);
    const method = path.replace(llbBridgePath, '') as keyof typeof llbBridgeMethods;
    const { request: requestName, response } = llbBridgeMethods[method];
    const request = decode(requestName, Buffer.concat(chunks).subarray(5));
    if (method === 'Return') {
      returned.push(request as ReturnRequest);
    }
    try {
      const answer = await gateway(method, request as never);
      reply(stream, encode(response, (answer ?? {}) as Messages[typeof response]));
    } catch (error) {
      if (error instanceof GatewayError) {
        refuse(stream, error.status);
      } else {
        stream.close();
      }
    }
  });
  // As with real pipes, a frontend that closes one of them leaves the other open.
  const writable = new PassThrough();
  writable.pipe(pipes.writable.on('error', () => {}));
  server.emit('connection', Duplex.from({ readable: pipes.readable, writable }));
  return { returned, hasGoodbye: () => hasGoodbye, stop: () => server.close() };
}

/** A message with the five bytes that gRPC puts before it, and the trailer that ends the call. */
function reply(stream: ServerHttp2Stream, message: Uint8Array): void {
  if (stream.destroyed) {
    return;
  }
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([prefix, message]));
}

/** The status is whole in its own header alone. */
function refuse(stream: ServerHttp2Stream, status: Status): void {
  if (stream.destroyed) {
    return;
  }
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': String(status.code),
      'grpc-message': 'short',
      'grpc-status-details-bin': Buffer.from(encode('google.rpc.Status', status)).toString('base64'),
    },
    { endStream: true },
  );
}
