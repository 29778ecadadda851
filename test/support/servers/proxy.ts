import { request } from 'node:http';
import { connect } from 'node:net';
import { type Listening, listen } from './listen.js';

/** `targets` are the hosts, with their ports, that the proxy was asked for, in order. */
export type HttpProxy = Listening & { readonly targets: readonly string[] };

/**
 * An HTTP proxy. One that refuses everything answers 403.
 *
 * @param routes origins by the hosts, with their ports, that they stand in for
 */
export async function proxy(
  mode: 'forward' | 'refuse',
  routes: Readonly<Record<string, string>> = {},
): Promise<HttpProxy> {
  const targets: string[] = [];
  const listening = await listen((incoming, response) => {
    const url = new URL(incoming.url ?? '', 'http://no-proxy-request');
    targets.push(url.host);
    if (mode === 'refuse') {
      return void response.writeHead(403).end();
    }
    const target = new URL(url.pathname + url.search, routes[url.host] ?? url.origin);
    const outgoing = request(
      target,
      { method: incoming.method ?? 'GET', headers: incoming.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  listening.server.on('connect', (incoming, socket) => {
    targets.push(incoming.url ?? '');
    socket.on('error', () => socket.destroy());
    if (mode === 'refuse') {
      return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    }
    const [host = '', port] = (incoming.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
  });
  return { ...listening, targets };
}
