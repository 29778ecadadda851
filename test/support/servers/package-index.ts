import type { ServerResponse } from 'node:http';
import type { PackageFile } from '../packages.js';
import { basicCredentials, type Listening, listen } from './listen.js';

/** One index of the server, below `/<name>/simple/`; its files are also below `/<name>/files/`. */
export interface IndexArea {
  readonly files: readonly PackageFile[];
  /** Who may read it; a token is a user name with an empty password. Absent: everyone. */
  readonly user?: string;
  readonly password?: string;
}

export interface IndexOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Called while the client waits for the answer. */
  readonly onRequest?: () => void;
}

/** `requests` are the paths that were answered with a file or a page, in order. */
export type PackageIndex = Listening & { readonly requests: readonly string[] };

/** A server with package indices as pip knows them: a page of links for each project. */
export async function packageIndex(
  areas: Readonly<Record<string, IndexArea>>,
  options: IndexOptions = {},
): Promise<PackageIndex> {
  const requests: string[] = [];
  const listening = await listen((request, response) => {
    options.onRequest?.();
    const { pathname } = new URL(request.url ?? '', 'http://index');
    const [, name = '', kind, item = '', file = ''] = pathname.split('/');
    // A suffix after `~` makes a URL of its own for a test that needs one.
    const area = areas[name.split('~')[0] ?? ''];
    if (area === undefined) {
      return end(response, 404);
    }
    if (!allows(area, request.headers.authorization)) {
      return end(response, 401, { 'www-authenticate': 'Basic realm="index"' });
    }
    const isPage = kind === 'simple' && file === '';
    const body = isPage ? page(area, item) : fileOf(area, file || item);
    if (body === undefined) {
      return end(response, 404);
    }
    requests.push(pathname);
    end(response, 200, { 'content-type': isPage ? 'text/html' : 'application/octet-stream' }, body);
  }, options.tls);
  return { ...listening, requests };
}

function end(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body: string | Buffer = '',
): void {
  response.writeHead(status, headers).end(body);
}

function allows({ user, password = '' }: IndexArea, header: string | undefined): boolean {
  const given = basicCredentials(header);
  return user === undefined || (given?.[0] === user && given[1] === password);
}

function page({ files }: IndexArea, project: string): string | undefined {
  const prefix = `${project.replaceAll('-', '_')}-`;
  const links = files
    .filter(({ filename }) => filename.startsWith(prefix))
    .map(({ filename }) => `<a href="${filename}">${filename}</a>\n`);
  return links.length === 0 ? undefined : `<!DOCTYPE html><html><body>\n${links.join('')}</body></html>\n`;
}

function fileOf({ files }: IndexArea, name: string): Buffer | undefined {
  return files.find(({ filename }) => filename === name)?.content;
}
