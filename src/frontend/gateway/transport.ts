import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { decode } from '../../protobuf/decode.js';
import type { Status } from '../../protobuf/schema.generated.js';
import { GatewayError } from './gateway-error.js';

/** Messages may have this size in both directions (16 MiB in client and daemon: BuildKit, cmd/buildkitd/main.go). */
const MAXIMUM_MESSAGE = 16 * 1024 * 1024;

/** A gRPC connection that carries bytes of messages. */
export interface Transport {
  /** Calls a method by its path. Throws GatewayError. */
  call(path: string, request: Uint8Array): Promise<Uint8Array>;
  /**
   * Ends the connection without a word, calls that are under way included; nothing keeps the process alive after
   * that. BuildKit waits for the process to end. HTTP/2's own leave, GOAWAY, would give it one second for that:
   * then BuildKit's server closes the pipes, and what was a result becomes an error.
   */
  close(): void;
}

/** The two streams that BuildKit gives a frontend. */
export interface Pipes {
  readonly stdin: Readable;
  readonly stdout: Writable;
}

/**
 * Speaks gRPC over standard input and output. The library connects to addresses alone, so a local
 * socket that only this process knows stands between it and the pipes.
 */
export async function openTransport(pipes: Pipes): Promise<Transport> {
  const folder = await mkdtemp(join(tmpdir(), 'mopy-'));
  const path = join(folder, 'gateway.sock');
  let connection: Socket | undefined;
  const server = createServer((socket) => {
    connection = socket;
    server.close();
    joinStreams(socket, pipes);
    void rm(folder, { recursive: true, force: true });
  });
  await listening(server, path);
  const client = new Client(`unix:${path}`, credentials.createInsecure(), {
    'grpc.max_receive_message_length': MAXIMUM_MESSAGE,
    'grpc.max_send_message_length': MAXIMUM_MESSAGE,
    'grpc.enable_retries': 0,
  });
  return {
    call: (method, request) => callMethod(client, method, request),
    close: () => {
      connection?.destroy();
      client.close();
      server.close();
      pipes.stdin.destroy();
    },
  };
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(path, resolve);
  });
}

/** A daemon that goes away ends the connection, and with it every call. */
function joinStreams(socket: Socket, { stdin, stdout }: Pipes): void {
  for (const stream of [socket, stdin, stdout]) {
    stream.on('error', () => socket.destroy());
  }
  socket.pipe(stdout, { end: false });
  stdin.pipe(socket);
}

function callMethod(client: Client, method: string, request: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest<Uint8Array, Uint8Array>(
      method,
      (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      (bytes) => bytes,
      request,
      (error, response) => (error ? reject(gatewayError(error)) : resolve(response ?? new Uint8Array())),
    );
  });
}

/** The status with all its details, which is what the user is shown in the end. */
function gatewayError(error: ServiceError): GatewayError {
  const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? [];
  const status: Status =
    bytes instanceof Uint8Array
      ? decode('google.rpc.Status', bytes)
      : { code: error.code, message: error.details };
  return new GatewayError(status);
}
