import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basicCredentials, type Listening, listen } from './listen.js';

export interface GitHttpOptions {
  /** Folder whose subfolders are the repositories. */
  readonly root: string;
  readonly user: string;
  readonly password: string;
  /** Called while the client waits for the answer. */
  readonly onRequest?: () => void;
}

/** `served` are the requests that got past the password, in order. */
export type GitServer = Listening & { readonly served: readonly string[] };

/** Git over HTTP as git itself serves it, behind a password. */
export async function gitHttpServer(options: GitHttpOptions): Promise<GitServer> {
  const served: string[] = [];
  const listening = await listen((request, response) => {
    options.onRequest?.();
    const [user, password] = basicCredentials(request.headers.authorization) ?? [];
    if (user !== options.user || password !== options.password) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    served.push(request.url ?? '');
    runBackend(options.root, request, response);
  });
  return { ...listening, served };
}

/** The CGI program that comes with git. */
function runBackend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '', 'http://git');
  const backend = spawn('git', ['-c', 'uploadpack.allowFilter=true', 'http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      HTTP_GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  backend.stdin.on('error', () => {});
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  backend.on('error', () => response.writeHead(500).end());
  backend.on('close', () => answer(Buffer.concat(chunks), response));
}

function answer(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n');
  const lines = output.subarray(0, Math.max(end, 0)).toString().split('\r\n');
  const headers = new Map(lines.map((line) => line.split(': ', 2) as [string, string]));
  const status = Number(headers.get('Status')?.slice(0, 3) ?? 200);
  headers.delete('Status');
  response.writeHead(end < 0 ? 500 : status, Object.fromEntries(end < 0 ? [] : headers));
  response.end(output.subarray(end + 4));
}
