import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, utimes } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runContainer } from '../support/engine.js';
import { BIN, temporaryContext } from '../support/mopy.js';
import { wheelWith } from '../support/packages.js';
import { canStartDaemon, type PrivateDaemon, startPrivateDaemon } from '../support/private-daemon.js';

const HEAD = '#syntax=mopy/mopy:1\npython: 3.11\n';
const APP = { 'Mopyfile.yaml': `${HEAD}project: main.py\n`, 'main.py': 'print(1)\n' };
const IMAGE = ['-output', 'type=oci,dest=image.tar'];
const LOST =
  /^error: buildctl failed with exit code 1\n {2}hint: the connection to buildkitd at \S+ broke: .* build again, what has finished is in its cache\n$/m;

interface Outcome {
  readonly exitCode: number | null;
  readonly stderr: string;
  /** The files in the context afterwards. */
  readonly files: readonly string[];
}

/** A build that something happens to. */
interface Build {
  readonly child: ChildProcess;
  /** Waits until the build has said something that matches. */
  said(pattern: RegExp): Promise<void>;
}

describe.skipIf(!canStartDaemon())('a build', () => {
  let daemon: PrivateDaemon;
  afterEach(() => daemon.stop());

  async function build(
    files: Readonly<Record<string, string | Uint8Array>>,
    words: readonly string[],
    meanwhile: (build: Build) => Promise<void> = async () => undefined,
    check: (folder: string) => Promise<void> = async () => undefined,
  ): Promise<Outcome> {
    const { folder, remove } = await temporaryContext(files);
    const child = spawn(process.execPath, [BIN, ...words], {
      cwd: folder,
      env: { ...process.env, BUILDKIT_HOST: daemon.address },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    const ending = once(child, 'close');
    const said = async (pattern: RegExp) => {
      while (!pattern.test(stderr) && child.exitCode === null) {
        await wait(20);
      }
    };
    await meanwhile({ child, said });
    const [exitCode] = await ending;
    const left = (await readdir(folder)).sort();
    await check(folder);
    await remove();
    return { exitCode, stderr, files: left };
  }

  describe('whose daemon is killed', () => {
    beforeEach(async () => {
      daemon = await startPrivateDaemon({ isolation: {} });
    });

    it('before it answers says that it does not', async () => {
      daemon.kill();
      const { exitCode, stderr, files } = await build(APP, IMAGE);
      expect({ exitCode, files }).toEqual({ exitCode: 1, files: ['Mopyfile.yaml', 'main.py'] });
      expect(stderr).toMatch(/^error: buildkitd at \S+ does not answer: .*\n {2}hint: /m);
    });

    it('while the context is sent says that the connection broke, and writes nothing', async () => {
      const files = {
        ...APP,
        'Mopyfile.yaml': `${HEAD}project: [main.py, data]\n`,
        'data/x': Buffer.alloc(400_000_000, 'x'),
      };
      const outcome = await build(files, IMAGE, async ({ child }) => {
        await untilSent(child, 20_000_000);
        daemon.kill();
      });
      expect(outcome).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(LOST) });
      expect(outcome.files).toEqual(['Mopyfile.yaml', 'data', 'main.py']);
    });

    it('in a step says that the connection broke, and leaves the image that was there', async () => {
      const host = await serve(() => daemon.kill());
      const mopyfile = `${HEAD}pip: ["http://${host.address}/slow-1.0.tar.gz"]\n`;
      const files = { 'Mopyfile.yaml': mopyfile, 'image.tar': 'the image of yesterday' };
      let image = '';
      const outcome = await build(files, IMAGE, undefined, async (folder) => {
        image = await readFile(join(folder, 'image.tar'), 'utf8');
      });
      await host.stop();
      expect(outcome).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(LOST) });
      expect(outcome.files).toEqual(['Mopyfile.yaml', 'image.tar']);
      expect(image).toBe('the image of yesterday');
    });

    it('while the image is exported says that the connection broke, and writes nothing', async () => {
      // Data that cannot be compressed takes longer than the step needs to have its line.
      const files = {
        ...APP,
        'Mopyfile.yaml': `${HEAD}project: [main.py, data]\n`,
        'data/x': randomBytes(200_000_000),
      };
      const outcome = await build(files, IMAGE, async ({ said }) => {
        await said(/exporting to oci image format/);
        daemon.kill();
      });
      expect(outcome).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(LOST) });
      expect(outcome.files).toEqual(['Mopyfile.yaml', 'data', 'main.py']);
    });

    it('while the image is pushed says that the connection broke, whatever the progress looks like', async () => {
      const registry = await serve(emptyRegistry(() => daemon.kill()));
      const outcome = await build(APP, ['-push', '-progress', 'quiet', '-tag', `${registry.address}/app:1`]);
      await registry.stop();
      expect(outcome).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(LOST) });
      expect(outcome.stderr).not.toContain('pushed');
    });
  });

  it('whose registry goes away says that the image is built', async () => {
    daemon = await startPrivateDaemon();
    const registry = await serve(emptyRegistry((request) => request.socket.destroy()));
    const words = ['-push', '-tag', `${registry.address}/app:1`, '-metadata-file', 'metadata.json'];
    const outcome = await build(APP, words);
    await registry.stop();
    expect(outcome).toMatchObject({
      exitCode: 1,
      files: ['Mopyfile.yaml', 'main.py'],
      stderr: expect.stringMatching(
        /failed to push .*\nerror: buildctl .*\n {2}hint: the image is built and in the cache: /,
      ),
    });
  });

  it('whose daemon has no room says how to make some', async () => {
    daemon = await startPrivateDaemon({ isolation: { mebibytes: 40 } });
    const outcome = await build(APP, IMAGE);
    expect(outcome).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        /no space left on device.*\nerror: buildctl .*\n {2}hint: a disk is full: `buildctl prune` /s,
      ),
      files: ['Mopyfile.yaml', 'main.py'],
    });
  });

  it('with a step whose network is cut ends with the reason, at its line', async () => {
    daemon = await startPrivateDaemon();
    const host = await serve((_request, response) => void response.socket?.destroy());
    const mopyfile = `${HEAD}pip: ["http://${host.address}/cut-1.0.tar.gz"]\n`;
    const outcome = await build({ 'Mopyfile.yaml': mopyfile }, IMAGE);
    await host.stop();
    expect(outcome).toMatchObject({ exitCode: 1, files: ['Mopyfile.yaml'] });
    expect(outcome.stderr).toMatch(
      /^failed: install [^\n]*\nMopyfile\.yaml:3\n.*^ {2}(?:ERROR|\S+Error|\S+\.\w+): [^\n]*(?:[Cc]onnection|Max retries)/ms,
    );
  });

  it.each([
    // pip 24 takes what has arrived for the whole file.
    ['3.11', /^ {2}ERROR: .*cut-1\.0-py3-none-any\.whl/],
    ['3.13', /^ {2}× Download failed because not enough bytes were received/],
  ])(
    'with a download that is cut, for Python %s, ends at its line; the next one is whole',
    async (python, reason) => {
      daemon = await startPrivateDaemon();
      const { filename, content } = wheelWith('cut', '1.0', {
        'cut.bin': randomBytes(500_000).toString('hex'),
      });
      let isCut = true;
      const host = await serve((_request, response) => {
        // As PyPI's, so that pip may keep it.
        response.writeHead(200, { 'content-length': content.length, 'cache-control': 'max-age=365000000' });
        if (isCut) {
          response.write(content.subarray(0, content.length / 2), () => response.socket?.destroy());
        } else {
          response.end(content);
        }
      });
      const files = {
        'Mopyfile.yaml': `#syntax=mopy/mopy:1\npython: ${python}\npip: ["http://${host.address}/${filename}"]\n`,
      };
      const cut = await build(files, IMAGE);
      isCut = false;
      const whole = await build(files, IMAGE);
      await host.stop();
      expect(cut).toMatchObject({ exitCode: 1, files: ['Mopyfile.yaml'] });
      expect(cut.stderr).toMatch(/^failed: install [^\n]*\nMopyfile\.yaml:3\n/m);
      expect(cut.stderr.split('\n')).toContainEqual(expect.stringMatching(reason));
      expect(whole.exitCode, whole.stderr).toBe(0);
    },
  );

  it('whose client is stopped for a while goes on afterwards', async () => {
    daemon = await startPrivateDaemon();
    const outcome = await build(APP, IMAGE, async ({ child, said }) => {
      await said(/interpreter/);
      const all = [child.pid ?? 0, ...(await childrenOf(child.pid))];
      signalAll(all, 'SIGSTOP');
      await wait(3000);
      signalAll(all, 'SIGCONT');
    });
    expect(outcome).toMatchObject({ exitCode: 0, files: ['Mopyfile.yaml', 'image.tar', 'main.py'] });
  });

  it('of files from the future has them, and sees that they change', async () => {
    daemon = await startPrivateDaemon();
    const printed: string[] = [];
    for (const [text, year] of [
      ['first', 2100],
      ['second', 2090],
    ] as const) {
      const context = await temporaryContext({ ...APP, 'main.py': `print('${text}')\n` });
      const then = new Date(`${year}-01-01`);
      await utimes(join(context.folder, 'main.py'), then, then);
      const words = [BIN, ...IMAGE, context.folder];
      const child = spawn(process.execPath, words, {
        cwd: context.folder,
        env: { ...process.env, BUILDKIT_HOST: daemon.address },
        stdio: 'ignore',
      });
      expect(await once(child, 'close')).toEqual([0, null]);
      printed.push((await runContainer(join(context.folder, 'image.tar'))).stdout);
      await context.remove();
    }
    expect(printed).toEqual(['first', 'second']);
  });
});

/** Waits until buildctl has read so many bytes: of the context, since nothing else of its is large. */
async function untilSent(child: ChildProcess, bytes: number): Promise<void> {
  while (child.exitCode === null) {
    for (const id of await childrenOf(child.pid)) {
      const text = await readFile(`/proc/${id}/io`, 'utf8').catch(() => '');
      if (Number(/^rchar: (\d+)$/m.exec(text)?.[1] ?? 0) > bytes) {
        return;
      }
    }
    await wait(20);
  }
}

function signalAll(ids: readonly number[], signal: NodeJS.Signals): void {
  for (const id of ids) {
    process.kill(id, signal);
  }
}

async function childrenOf(pid: number | undefined): Promise<readonly number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return children.split(' ').filter(Boolean).map(Number);
}

/** A registry that has nothing; what happens when something is uploaded is up to the caller. */
function emptyRegistry(onUpload: RequestListener): RequestListener {
  return (request, response) => {
    if (request.method === 'GET' || request.method === 'HEAD') {
      response.writeHead(request.url === '/v2/' ? 200 : 404).end();
    } else {
      onUpload(request, response);
    }
  };
}

async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
