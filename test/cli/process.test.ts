import { execFileSync } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWhole } from '../../src/cli/world/write-whole.js';
import { compile, emitDockerfile, folderContext } from '../../src/index.js';
import { mopy, shell } from '../support/mopy.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mopy-process-'));
  await writeFile(join(folder, 'Mopyfile.yaml'), '#syntax=mopy/mopy:1\npython: 3.13\n');
});
afterEach(() => rm(folder, { recursive: true }));

async function packageVersion(): Promise<string> {
  return JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')).version;
}

describe('the command', () => {
  it('emits what it emits as a library', async () => {
    const { exitCode, stdout, stderr } = await mopy(['-dockerfile'], { cwd: folder });
    expect(exitCode, stderr).toBe(0);
    const { plan } = await compile(
      { bytes: await readFile(join(folder, 'Mopyfile.yaml')), filename: 'Mopyfile.yaml' },
      folderContext(folder),
    );
    expect(`${stdout}\n`).toBe(plan && emitDockerfile(plan));
  });

  it('knows the version of the package', async () => {
    expect((await mopy(['-version'])).stdout).toBe(`mopy ${await packageVersion()}`);
  });

  it('reads standard input', async () => {
    const { exitCode, stdout, stderr } = await mopy(['-image-config=json', '-filename', '-'], {
      cwd: folder,
      input: '#syntax=mopy/mopy:1\npython: 3.13\nlabels: {a: b}\n',
    });
    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout).config.Labels.a).toBe('b');
  });

  it('reads a pipe that has a name', async () => {
    const { exitCode, stderr } = await shell(
      'mopy -dockerfile -filename <(echo "python: 3.13") . > /dev/null',
      { cwd: folder },
    );
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('missing-syntax');
  });

  it('finds its Mopyfile in the context through links', async () => {
    const link = `${folder}-link`;
    await symlink(folder, link);
    await writeFile(join(folder, 'Mopyfile.yaml'), 'python: 3.13\nproject: .\n');
    await writeFile(join(folder, 'main.py'), '');
    const { stdout } = await shell('mopy -dockerfile -filename "$PWD/Mopyfile.yaml" .', { cwd: folder });
    const line = `cd ${link} && mopy -dockerfile -filename "$PWD/Mopyfile.yaml" .`;
    const throughLink = await shell(line, { cwd: folder });
    await rm(link);
    expect(stdout).toContain('#     Mopyfile.yaml\n');
    expect(throughLink.stdout).toBe(stdout);
  });

  it('ends quietly when nobody reads what it writes', async () => {
    expect(await shell('mopy -dockerfile | head -c 1', { cwd: folder })).toMatchObject({
      exitCode: 0,
      stdout: '#',
    });
    const silent = await shell('{ mopy -help; echo $? > code; } | true; cat code', { cwd: folder });
    expect(silent).toEqual({ exitCode: 0, stdout: '0', stderr: '' });
  });

  it('writes all of it to a reader that is slow', async () => {
    const pip = Array.from({ length: 9000 }, (_, index) => `  - package-${index}\n`).join('');
    await writeFile(join(folder, 'Mopyfile.yaml'), `#syntax=mopy/mopy:1\npython: 3.13\npip:\n${pip}`);
    const { exitCode, stdout } = await shell('mopy -dockerfile 2> /dev/null | { sleep 0.3; cat; }', {
      cwd: folder,
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^package-8999$/m);
  });

  it('refuses LLB on a terminal', async () => {
    const bin = new URL('../../bin/mopy.js', import.meta.url).pathname;
    const line = `cd '${folder}' && '${process.execPath}' '${bin}' -llb; echo "code $?"`;
    const output = execFileSync('script', ['-qec', line, '/dev/null'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      // Not a CI service's, of which chalk asks for no colours.
      env: { PATH: process.env['PATH'], TERM: 'xterm' },
    });
    expect(output).toMatch(/standard output is a terminal[\s\S]*code 2/);
    expect(output).toContain('\u001b[');
  });

  it.each([
    [{}, true],
    [{ NO_COLOR: '1' }, false],
    [{ NO_COLOR: '' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [{ TERM: 'dumb' }, false],
  ])('colours on a terminal as %j says', (variables, coloured) => {
    const bin = new URL('../../bin/mopy.js', import.meta.url).pathname;
    const output = execFileSync(
      'script',
      ['-qec', `'${process.execPath}' '${bin}' -nonsense || :`, '/dev/null'],
      {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], TERM: 'xterm', ...variables },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    expect({ output, coloured: output.includes('\u001b[') }).toEqual({
      output: expect.stringContaining('unknown option'),
      coloured,
    });
  });

  it.each([
    [{ FORCE_COLOR: '1' }, true],
    [{ NO_COLOR: '1' }, false],
    [{}, false],
  ])('colours in a pipe as %j says', async (env, coloured) => {
    const { exitCode, stderr } = await mopy(['-nonsense'], { env });
    expect({ exitCode, coloured: stderr.includes('\u001b[') }).toEqual({ exitCode: 2, coloured });
  });

  it.each(['-filename /dev/zero', '-filename - < /dev/zero'])(
    'stops reading what has no end: %s',
    async (words) => {
      const { exitCode, stderr } = await shell(`mopy -dockerfile ${words}`, { cwd: folder });
      expect({ exitCode, stderr }).toEqual({
        exitCode: 1,
        stderr: expect.stringContaining('file-too-large'),
      });
    },
  );

  it('does not take a folder for a Mopyfile of another name', async () => {
    await rm(join(folder, 'Mopyfile.yaml'));
    await mkdir(join(folder, 'Mopyfile.yml'));
    const { exitCode, stderr } = await mopy(['-dockerfile'], { cwd: folder });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr:
        'error: Mopyfile.yaml does not exist\n  hint: mopy -init writes one; -filename names a file elsewhere',
    });
  });

  it('says that its working folder was removed', async () => {
    const { exitCode, stderr } = await shell('mkdir gone; cd gone; rmdir ../gone; mopy -dockerfile', {
      cwd: folder,
    });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(/^error: the working folder is not there any more\n {2}hint: [^\n]*$/),
    });
  });

  it('takes a file that is none for what it is', async () => {
    const { exitCode, stderr } = await mopy(['-dockerfile', '-filename', '.'], { cwd: folder });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'error: . is a folder\n  hint: did you mean -filename Mopyfile.yaml?',
    });
  });
});

describe('-out', () => {
  it('writes the artefact', async () => {
    expect(await mopy(['-dockerfile', '-out', 'D'], { cwd: folder })).toMatchObject({
      exitCode: 0,
      stdout: '',
    });
    expect(await readFile(join(folder, 'D'), 'utf8')).toContain('FROM');
    expect((await readdir(folder)).sort()).toEqual(['D', 'Mopyfile.yaml']);
  });

  it('leaves everything as it was when the Mopyfile is wrong', async () => {
    await writeFile(join(folder, 'D'), 'old');
    await writeFile(join(folder, 'Mopyfile.yaml'), 'nonsense: 1\n');
    expect(await mopy(['-dockerfile', '-out', 'D'], { cwd: folder })).toMatchObject({ exitCode: 1 });
    expect(await readFile(join(folder, 'D'), 'utf8')).toBe('old');
    expect((await readdir(folder)).sort()).toEqual(['D', 'Mopyfile.yaml']);
  });

  it('says what the file system says', async () => {
    const { exitCode, stderr } = await mopy(['-dockerfile', '-out', 'no/such/D'], { cwd: folder });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(
        /error: no\/such\/D cannot be written: ENOENT\n {2}hint: check that its folder is there/,
      ),
    });
  });

  it('says what to do about a folder and a full disk', async () => {
    await mkdir(join(folder, 'F'));
    const intoFolder = await mopy(['-dockerfile', '-out', 'F'], { cwd: folder });
    expect(intoFolder.stderr).toMatch(/error: F cannot be written: EISDIR\n {2}hint: it is a folder/);
    const full = await shell('mopy -dockerfile > /dev/full', { cwd: folder });
    expect(full.exitCode).toBe(1);
    expect(full.stderr).toMatch(/standard output cannot be written: ENOSPC\n {2}hint: the disk is full/);
  });

  it.each([
    ['Mopyfile.yaml', 'Mopyfile.yaml'],
    ['link', 'Mopyfile.yaml'],
    ['.dockerignore', '.dockerignore'],
  ])('does not replace what is read: %s', async (out, named) => {
    await symlink('Mopyfile.yaml', join(folder, 'link'));
    await writeFile(join(folder, '.dockerignore'), 'x\n');
    const { exitCode, stderr } = await mopy(['-dockerfile', '-out', out], { cwd: folder });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining(`error: -out names ${named}, which would be replaced`),
    });
    expect(await readFile(join(folder, 'Mopyfile.yaml'), 'utf8')).toContain('python: 3.13');
  });

  it.each([
    ['-dockerfile -out', 'list.txt'],
    ['-dockerfile -out', 'uv.lock'],
    ['-dockerfile -out', 'ca.pem'],
    ['-dockerfile -out', 'app/main.py'],
    ['-check=json -out', 'list.txt'],
    ['-addr unix:///none -metadata-file', 'list.txt'],
    ['-addr unix:///none -output', 'list.txt'],
  ])('does not replace what the Mopyfile names: %s %s', async (flags, path) => {
    const named = 'pip: [./list.txt, ./uv.lock]\nca-certificates: [ca.pem]\nproject: app/\n';
    await writeFile(join(folder, 'Mopyfile.yaml'), `python: 3.13\n${named}`);
    await mkdir(join(folder, 'app'));
    await writeFile(join(folder, path), 'as it was\n');
    const value = flags.endsWith('-output') ? `type=oci,dest=${path}` : path;
    const { exitCode, stderr } = await mopy([...flags.split(' '), value], { cwd: folder });
    const flag = flags.split(' ').at(-1);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining(`error: ${flag} names ${path}, which would be replaced`),
    });
    expect(await readFile(join(folder, path), 'utf8')).toBe('as it was\n');
  });

  it('does not replace the ignore file of a Mopyfile on standard input', async () => {
    await writeFile(join(folder, '.dockerignore'), 'x\n');
    const command = 'mopy -filename - -dockerfile -out .dockerignore < Mopyfile.yaml';
    const { exitCode, stderr } = await shell(command, { cwd: folder });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('error: -out names .dockerignore, which would be replaced'),
    });
  });

  it('writes to a device', async () => {
    const { exitCode, stdout } = await shell('mopy -dockerfile -out /dev/stdout 2> /dev/null | cat', {
      cwd: folder,
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('FROM');
  });
});

describe('a file written whole', () => {
  it('keeps the mode of the one that it replaces, and what links to it', async () => {
    const [real, link] = [join(folder, 'real'), join(folder, 'link')];
    await writeFile(real, 'old');
    await chmod(real, 0o640);
    await symlink('real', link);
    await writeWhole(link, 'new');
    expect(await readFile(real, 'utf8')).toBe('new');
    expect((await stat(real)).mode & 0o777).toBe(0o640);
    expect(await readlink(link)).toBe('real');
  });

  it('comes into being where a link points that led nowhere', async () => {
    await mkdir(join(folder, 'sub'));
    await symlink('sub/second', join(folder, 'link'));
    await symlink('../real', join(folder, 'sub', 'second'));
    await writeWhole(join(folder, 'link'), 'new');
    expect(await readFile(join(folder, 'real'), 'utf8')).toBe('new');
    expect(await readlink(join(folder, 'link'))).toBe('sub/second');
  });

  it('may have a name as long as the file system takes', async () => {
    const name = 'x'.repeat(255);
    await writeWhole(join(folder, name), 'new');
    expect((await readdir(folder)).sort()).toEqual(['Mopyfile.yaml', name]);
  });

  it('speaks of itself when it cannot be written', async () => {
    await symlink('nowhere/file', join(folder, 'link'));
    await symlink('loop', join(folder, 'loop'));
    await expect(writeWhole(join(folder, 'link'), 'x')).rejects.toThrow(/^ENOENT: .* '.*\/link'$/);
    await expect(writeWhole(join(folder, 'loop'), 'x')).rejects.toThrow(/^ELOOP: .* '.*\/loop'$/);
  });

  it('leaves nothing behind when it cannot be put in place', async () => {
    await mkdir(join(folder, 'a'));
    await mkdir(join(folder, 'a', 'b'));
    await expect(writeWhole(join(folder, 'a'), 'x')).rejects.toThrow();
    expect((await readdir(folder)).sort()).toEqual(['Mopyfile.yaml', 'a']);
  });
});
