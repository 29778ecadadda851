import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages } from '../support/engine.js';
import { BIN, mopy, shell, temporaryContext } from '../support/mopy.js';
import { childrenOf } from '../support/processes.js';
import { commandLinesWith } from '../support/traces.js';

/** `temporary` is where programs put their temporary files. */
interface Place {
  readonly folder: string;
  readonly temporary: string;
  remove(): Promise<void>;
}

async function place(files: Readonly<Record<string, string>>): Promise<Place> {
  const context = await temporaryContext(files);
  const temporary = `${context.folder}/.temporary`;
  await mkdir(temporary);
  return { ...context, temporary };
}

describe('an interrupted build', () => {
  beforeAll(() => ensureImages('python:3.11@386'));

  it.each([
    ['SIGINT', 130, 'of LLB', []],
    ['SIGTERM', 143, 'of LLB', []],
    ['SIGINT', 130, 'of a Dockerfile', ['-platform', 'linux/amd64,linux/386']],
    ['SIGTERM', 143, 'of a Dockerfile', ['-platform', 'linux/amd64,linux/386']],
  ] as const)('by %s ends with %i, %s, and leaves nothing behind', async (signal, exitCode, _way, words) => {
    const host = await slowHost();
    const { folder, temporary, remove } = await place({
      'Mopyfile.yaml': `#syntax=mopy/mopy:1\npython: 3.11\npip: ["${host.origin}/slow-1.0.tar.gz"]\n`,
    });
    const child = spawn(process.execPath, [BIN, '-progress', 'plain', ...words], {
      cwd: folder,
      env: { ...process.env, TMPDIR: temporary, MARK: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [log, ending] = [text(child.stderr), once(child, 'exit')];
    await host.asked;
    child.kill(signal);
    expect([...(await ending), await log]).toEqual([exitCode, null, expect.stringContaining('CANCELED')]);
    // The step has gone, and with it its connection.
    await host.left;
    expect(commandLinesWith([folder, temporary])).toEqual([]);
    expect(await readdir(temporary)).toEqual([]);
    await host.stop();
    await remove();
  });
});

it('a build whose buildctl is stopped ends all the same, and buildctl with it', async () => {
  const host = await slowHost();
  const { folder, remove } = await place({
    'Mopyfile.yaml': `#syntax=mopy/mopy:1\npython: 3.11\npip: ["${host.origin}/slow-1.0.tar.gz"]\n`,
  });
  const child = spawn(process.execPath, [BIN], { cwd: folder, stdio: 'ignore' });
  const ending = once(child, 'exit');
  await host.asked;
  const [buildctl = 0] = await childrenOf(child.pid);
  process.kill(buildctl, 'SIGSTOP');
  child.kill('SIGTERM');
  expect(await ending).toEqual([143, null]);
  expect(commandLinesWith([folder])).toEqual([]);
  expect(() => process.kill(buildctl, 0)).toThrow('ESRCH');
  await host.left;
  await host.stop();
  await remove();
});

it('a failed build leaves the old image as it was', async () => {
  const { folder, remove } = await place({
    'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.11\nproject: main.py\n',
    'main.py': 'import absent_1\n',
    'old.tar': 'what was there\n',
  });
  const { exitCode, stderr } = await mopy(['-output', 'type=oci,dest=old.tar'], { cwd: folder });
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('absent_1') });
  expect(await readFile(join(folder, 'old.tar'), 'utf8')).toBe('what was there\n');
  expect((await readdir(folder)).sort()).toEqual(['.temporary', 'Mopyfile.yaml', 'main.py', 'old.tar']);
  await remove();
});

/** A host that never answers: `asked` and `left` tell when somebody waits for it, and waits no longer. */
async function slowHost() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = once(server, 'request');
  const left = asked.then(([request]) => new Promise((resolve) => request.on('close', resolve)));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    left,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('-out', () => {
  const OLD = 'what was there\n';
  let at: Place;
  beforeAll(async () => {
    at = await place({
      'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.11\n',
      'wrong.yaml': 'pip: 1\n',
      file: OLD,
    });
  });
  afterAll(() => at.remove());

  const expectUntouched = async () => {
    expect(await readFile(join(at.folder, 'file'), 'utf8')).toBe(OLD);
    expect((await readdir(at.folder)).sort()).toEqual(['.temporary', 'Mopyfile.yaml', 'file', 'wrong.yaml']);
  };

  it('leaves the old file when the Mopyfile is wrong', async () => {
    const words = ['-dockerfile', '-out', 'file', '-filename', 'wrong.yaml'];
    expect(await mopy(words, { cwd: at.folder })).toMatchObject({ exitCode: 1, stdout: '' });
    await expectUntouched();
  });

  it('leaves the old file when mopy is killed before it is done', async () => {
    const words = [BIN, '-dockerfile', '-out', 'file', '-filename', '-'];
    const child = spawn(process.execPath, words, { cwd: at.folder, stdio: ['pipe', 'ignore', 'ignore'] });
    await new Promise((resolve) => child.stdin.write('python: 3.11\n', resolve));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expectUntouched();
  });

  it('leaves the old file when there is no room for the new one', async () => {
    const { exitCode, stderr } = await shell('trap "" XFSZ; ulimit -f 1; mopy -dockerfile -out file', {
      cwd: at.folder,
    });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(/^error: file cannot be written: EFBIG/m),
    });
    await expectUntouched();
  });

  it.each([
    ['missing/file', /^error: missing\/file cannot be written: ENOENT/m],
    ['file/file', /^error: file\/file cannot be written: ENOTDIR/m],
    ['/dev/full', /^error: \/dev\/full cannot be written: ENOSPC/m],
  ])('says what is wrong with %s', async (out, message) => {
    expect(await mopy(['-llb', '-out', out], { cwd: at.folder })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(message),
    });
    await expectUntouched();
  });

  it('replaces the old file as a whole, through a link too, with its mode', async () => {
    await writeFile(join(at.folder, 'script'), OLD, { mode: 0o700 });
    const line =
      'ln -s script link && mopy -dry-run -out link 2> /dev/null && stat -c "%A %F" script link && head -c 9 script';
    const { stdout } = await shell(line, { cwd: at.folder });
    expect(stdout).toBe('-rwx------ regular file\nlrwxrwxrwx symbolic link\nmopy -llb');
  });
});

describe('standard output', () => {
  it.each(['-dockerfile', '-llb', '-image-config'])(
    '%s into a program that reads no further ends quietly',
    async (flag) => {
      const at = await temporaryContext({ 'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.11\n' });
      const { stdout, exitCode, stderr } = await shell(
        `mopy ${flag} 2> log | true; echo "\${PIPESTATUS[0]}"; cat log`,
        {
          cwd: at.folder,
        },
      );
      expect({ exitCode, stderr, code: stdout.split('\n')[0] }).toEqual({
        exitCode: 0,
        stderr: '',
        code: '0',
      });
      expect(stdout).not.toContain('EPIPE');
      await at.remove();
    },
  );

  it('that is full is an error', async () => {
    const at = await temporaryContext({ 'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.11\n' });
    const result = await shell('mopy -dockerfile > /dev/full', { cwd: at.folder });
    expect(result).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error: standard output cannot be written: ENOSPC/),
    });
    await at.remove();
  });
});
