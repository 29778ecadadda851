import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export interface Registry {
  /** `127.0.0.1:<port>`: BuildKit talks plain HTTP to it without being told. */
  readonly host: string;
  /** The manifest or index that a name stands for, with its digest; nothing when nobody has pushed it. */
  manifest(reference: string): Promise<{ readonly digest: string; readonly json: unknown } | undefined>;
  /** Blobs that went to the registry and came from it since this was asked last. */
  moved(): Readonly<Record<'pushed' | 'pulled', readonly Blob[]>>;
  /** Waits until it has one blob and a part of another, and ends then, as a machine does that is turned off. */
  breakOff(): Promise<void>;
  /** Starts it again, at its address and with the blobs that it had whole. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Content of an image; its manifest is none. */
export interface Blob {
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
}

interface Storage {
  readonly folder: string;
  readonly pushed: Blob[];
  readonly pulled: Blob[];
  /** Called when a blob has come in part and others are there. */
  onPart: () => void;
}

/** An empty registry, as far as OCI's distribution specification is needed to push and pull. */
export async function startRegistry(): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), 'mopy-registry-'));
  const storage: Storage = { folder, pushed: [], pulled: [], onPart: () => undefined };
  const server = createServer((request, response) => {
    answer(storage, request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  const start = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const end = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  await start(0);
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    manifest: async (reference) => {
      const [, name = '', tag = 'latest'] = /^[^/]+\/([^:]+)(?::(.*))?$/.exec(reference) ?? [];
      const found = await findManifest(folder, name, tag);
      return found && { digest: found.digest, json: JSON.parse(found.content.toString()) };
    },
    moved: () => ({ pushed: storage.pushed.splice(0), pulled: storage.pulled.splice(0) }),
    breakOff: async () => {
      await new Promise<void>((resolve) => {
        storage.onPart = resolve;
      });
      await end();
      storage.onPart = () => undefined;
    },
    restart: () => start(port),
    stop: async () => {
      await end();
      await rm(folder, { recursive: true });
    },
  };
}

const PATH = /^\/v2\/(?<name>.+)\/(?<kind>blobs\/uploads|blobs|manifests)\/(?<reference>[^/]*)$/;

async function answer(storage: Storage, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { folder } = storage;
  const url = new URL(request.url ?? '', 'http://registry');
  const { name = '', kind, reference = '' } = PATH.exec(url.pathname)?.groups ?? {};
  const writes = request.method !== 'GET' && request.method !== 'HEAD';
  if (url.pathname === '/v2/') {
    return end(response, 200);
  }
  if (kind === 'manifests') {
    return writes
      ? storeManifest(folder, name, reference, request, response)
      : sendManifest(folder, name, reference, request, response);
  }
  if (kind === 'blobs') {
    return sendBlob(storage, reference, request, response);
  }
  if (kind !== 'blobs/uploads') {
    return end(response, 404);
  }
  if (request.method === 'POST') {
    return end(response, 202, { location: `/v2/${name}/blobs/uploads/${randomUUID()}` });
  }
  return storeBlob(storage, reference, url.searchParams.get('digest'), request, response);
}

/** Chunks (`PATCH`) and the last word (`PUT`) may both have a body. */
async function storeBlob(
  storage: Storage,
  upload: string,
  digest: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { folder, pushed } = storage;
  const file = join(folder, upload);
  let missing = Number(request.headers['content-length'] ?? 0);
  request.on('data', (part: Buffer) => {
    missing -= part.length;
    if (missing > 0 && pushed.length > 0) {
      storage.onPart();
    }
  });
  await pipeline(request, createWriteStream(file, { flags: 'a' }));
  if (digest === null) {
    return end(response, 202, { location: request.url ?? '' });
  }
  const { size } = await stat(file);
  await rename(file, blobPath(folder, digest));
  pushed.push({ digest, size });
  end(response, 201, { 'docker-content-digest': digest });
}

async function sendBlob(
  { folder, pulled }: Storage,
  digest: string,
  { method }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = blobPath(folder, digest);
  const size = await stat(file).then(
    (entry) => entry.size,
    () => undefined,
  );
  if (size === undefined) {
    return end(response, 404);
  }
  response.writeHead(200, { 'content-length': size, 'docker-content-digest': digest });
  if (method === 'HEAD') {
    response.end();
  } else {
    pulled.push({ digest, size });
    await pipeline(createReadStream(file), response);
  }
}

async function storeManifest(
  folder: string,
  name: string,
  reference: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const content = Buffer.concat(chunks);
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  await writeFile(blobPath(folder, digest), content);
  await writeFile(tagPath(folder, name, reference), digest);
  end(response, 201, { 'docker-content-digest': digest });
}

async function sendManifest(
  folder: string,
  name: string,
  reference: string,
  { method }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const found = await findManifest(folder, name, reference);
  if (found === undefined) {
    return end(response, 404);
  }
  const { digest, content } = found;
  response.writeHead(200, {
    'content-type': JSON.parse(content.toString()).mediaType,
    'content-length': content.length,
    'docker-content-digest': digest,
  });
  response.end(method === 'HEAD' ? undefined : content);
}

async function findManifest(
  folder: string,
  name: string,
  reference: string,
): Promise<{ readonly digest: string; readonly content: Buffer } | undefined> {
  try {
    const digest = reference.startsWith('sha256:')
      ? reference
      : await readFile(tagPath(folder, name, reference), 'utf8');
    return { digest, content: await readFile(blobPath(folder, digest)) };
  } catch {
    return undefined;
  }
}

function blobPath(folder: string, digest: string): string {
  return join(folder, digest.replace(':', '-'));
}

function tagPath(folder: string, name: string, tag: string): string {
  return join(folder, `tag-${encodeURIComponent(name)}-${tag.replace(':', '-')}`);
}

function end(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-length': 0, ...headers });
  response.end();
}
