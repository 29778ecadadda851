import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SCHEMA = pathToFileURL(
  fileURLToPath(new URL('../../schemas/mopyfile.schema.json', import.meta.url)),
).href;
const COMMENT = `# yaml-language-server: $schema=${SCHEMA}\n`;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** The language server that VS Code and others use, over its protocol. */
class Server {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #diagnostics = new Map<string, (found: readonly { readonly message: string }[]) => void>();
  #received = Buffer.alloc(0);
  #requests = 0;

  constructor(folder: string) {
    const { resolve } = createRequire(import.meta.url);
    const program = join(dirname(resolve('yaml-language-server/package.json')), 'bin/yaml-language-server');
    this.#process = spawn(process.execPath, [program, '--stdio'], { cwd: folder });
    this.#process.stdout.on('data', (part: Buffer) => {
      this.#received = Buffer.concat([this.#received, part]);
      for (let message = this.#next(); message !== undefined; message = this.#next()) {
        this.#take(message);
      }
    });
  }

  request(method: string, params: unknown): Promise<unknown> {
    this.#requests += 1;
    const id = this.#requests;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#send({ id, method, params });
    });
  }

  /** Opens a document. Answers what is said to be wrong with it. */
  open(uri: string, text: string): Promise<readonly { readonly message: string }[]> {
    return new Promise((resolve) => {
      this.#diagnostics.set(uri, resolve);
      const textDocument = { uri, languageId: 'yaml', version: 1, text };
      this.#send({ method: 'textDocument/didOpen', params: { textDocument } });
    });
  }

  stop(): void {
    this.#process.kill();
  }

  #send(message: Message): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #next(): Message | undefined {
    const end = this.#received.indexOf('\r\n\r\n');
    const length = Number(/Content-Length: (\d+)/.exec(this.#received.toString('latin1', 0, end))?.[1]);
    if (end < 0 || this.#received.length < end + 4 + length) {
      return undefined;
    }
    const body = this.#received.toString('utf8', end + 4, end + 4 + length);
    this.#received = this.#received.subarray(end + 4 + length);
    return JSON.parse(body);
  }

  #take({ id, method, params, result }: Message): void {
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { uri: string; diagnostics: { message: string }[] };
      this.#diagnostics.get(uri)?.(diagnostics);
    } else if (method === 'workspace/configuration' && id !== undefined) {
      this.#send({ id, result: (params as { items: unknown[] }).items.map(() => null) });
    } else if (method === undefined && id !== undefined) {
      this.#answers.get(id)?.(result);
    }
  }
}

describe('an editor with yaml-language-server', () => {
  let folder = '';
  let server: Server;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mopy-editor-'));
    server = new Server(folder);
    await server.request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        textDocument: {
          completion: { completionItem: { snippetSupport: true } },
          hover: { contentFormat: ['markdown'] },
        },
      },
    });
  });
  afterAll(async () => {
    server.stop();
    await rm(folder, { recursive: true });
  });

  const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;

  it('says what is wrong', async () => {
    const text = 'python: 2.7\nbase: alpine\nbuild-deps: [--force]\nport: [80]\n';
    const found = await server.open(uriOf('wrong.yaml'), COMMENT + text);
    expect(found.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/below the minimum of 3/),
        expect.stringMatching(/distroless/),
        expect.stringMatching(/does not match the pattern/),
        expect.stringMatching(/port is not allowed/),
      ]),
    );
  });

  it('explains a key', async () => {
    const uri = uriOf('right.yaml');
    expect(await server.open(uri, `${COMMENT}python: 3.13\n`)).toEqual([]);
    const hover = await server.request('textDocument/hover', {
      textDocument: { uri },
      position: { line: 1, character: 2 },
    });
    expect(JSON.stringify(hover)).toMatch(/Python version.*docs\/mopyfile\.md#python/);
  });

  it('offers keys and a whole Mopyfile, and no empty list', async () => {
    const uri = uriOf('new.yaml');
    await server.open(uri, `${COMMENT}python: 3.13\n\n`);
    const { items } = (await server.request('textDocument/completion', {
      textDocument: { uri },
      position: { line: 2, character: 0 },
    })) as { items: readonly { label: string; insertText: string }[] };
    const labels = items.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['web service', 'pip', 'command', 'healthcheck']));
    expect(items.filter(({ insertText }) => insertText.includes('[]'))).toEqual([]);
  });
});
