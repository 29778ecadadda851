import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';

/** A server on a free port of this machine; build steps reach it, since they use the host's network. */
export interface Listening {
  readonly server: Server;
  readonly port: number;
  /** `http://127.0.0.1:1234` */
  readonly origin: string;
  /** Closes it and every connection to it. */
  stop(): Promise<void>;
}

/** Starts an HTTP server, or an HTTPS one when it is given a key and a certificate. */
export async function listen(
  handle: RequestListener,
  tls?: { readonly key: string; readonly cert: string },
): Promise<Listening> {
  const server: Server = tls ? createTlsServer(tls, handle) : createServer(handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { server, port, origin: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, stop };
}

/** A port of 127.0.0.1 that nothing listens on. */
export async function freePort(): Promise<number> {
  const probe = createSocketServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** User name and password of a request, when it has any. */
export function basicCredentials(header: string | undefined): readonly [string, string] | undefined {
  const [, encoded] = /^basic (.+)$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) {
    return undefined;
  }
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1)];
}
