import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli.js';
import { type FakeIoOptions, fakeIo } from '../fake-io.js';

let folder = '';
beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'mopy-init-')), 'shop');
  await mkdir(folder);
  await writeFile(join(folder, 'main.py'), 'from fastapi import FastAPI\n\napp = FastAPI()\n');
  await writeFile(join(folder, 'broken.py'), 'def broken(:\n    pass\n');
});
afterAll(() => rm(join(folder, '..'), { recursive: true }));

async function run(words: readonly string[], options: FakeIoOptions = {}) {
  const io = fakeIo(options);
  return { exitCode: await main(['-init', ...words], io), ...io.written };
}

describe('-init', () => {
  it('writes Mopyfile.yaml into the folder, and says what it found and what comes next', async () => {
    const { exitCode, stdout, stderr, files } = await run([folder]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(Object.keys(files)).toEqual([`${folder}/Mopyfile.yaml`]);
    expect(stderr).toBe(
      [
        `wrote ${folder}/Mopyfile.yaml`,
        '  python   3.13: no file says which',
        '  pip      fastapi and 1 more: imported by main.py; no file says which version',
        '  command  uvicorn: FastAPI in main.py',
        '  broken.py:1 has a syntax error',
        `next: mopy ${folder}, then docker run --rm -p 8000:8000 shop`,
        '',
      ].join('\n'),
    );
  });

  it.each([
    ["'mopy'", 'next: npx mopy FOLDER, then'],
    ['mopy -init', 'next: npx mopy FOLDER, then'],
    ['vitest run', 'next: mopy FOLDER, then'],
  ])('names the command that npx has started: %s', async (script, expected) => {
    const environment = { npm_lifecycle_event: 'npx', npm_lifecycle_script: script };
    const { stderr } = await run([folder], { environment });
    expect(stderr).toContain(expected.replace('FOLDER', folder));
  });

  it('names imports that look misspelt, and what keeps the program from starting', async () => {
    const other = await mkdtemp(join(tmpdir(), 'mopy-init-'));
    const empty = await run([other]);
    await writeFile(join(other, 'main.py'), 'import reqeusts\n');
    const misspelt = await run([other]);
    await rm(other, { recursive: true });
    expect(empty.stderr).toContain('\n  command  none: no Python file was found\nnext: say in the file');
    expect(misspelt.stderr).toContain('\n  main.py imports reqeusts: is requests meant? It is not in pip\n');
    expect(Object.values(misspelt.files).join('')).not.toMatch(/^pip:/m);
  });

  it.each([
    ['nothing', {}, [], '-e SECRET_KEY=… '],
    [
      'an example, which ignore files leave out',
      { '.env.example': 'DEBUG=1\n', '.dockerignore': '.env*\n' },
      ['  envs     .env.example: copy it to .env and fill it in; the container is given that'],
      '--env-file FOLDER/.env -e SECRET_KEY=… ',
    ],
    [
      'a file with all that is needed',
      { '.env': 'export SECRET_KEY=x\n', '.env.example': 'DEBUG=1\n' },
      ['  envs     .env stays out of the image: the container is given it'],
      '--env-file FOLDER/.env ',
    ],
    ['a file without variables', { '.env': '# none\n' }, [], '-e SECRET_KEY=… '],
  ])('says how the container gets its variables where there is %s', async (_what, files, lines, flags) => {
    const django = join(folder, '..', 'django');
    await rm(django, { recursive: true, force: true });
    await mkdir(join(django, 'site'), { recursive: true });
    const settings = 'import os\n\nSECRET_KEY = os.environ["SECRET_KEY"]\nSTATIC_ROOT = "static"\n';
    const manage = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n';
    const all = { 'site/settings.py': settings, 'manage.py': manage, ...files };
    for (const [name, text] of Object.entries(all)) {
      await writeFile(join(django, name), text);
    }
    const { stderr } = await run([django]);
    expect(stderr.split('\n').filter((line) => line.startsWith('  envs '))).toEqual(lines);
    const given = flags.replace('FOLDER', django);
    expect(stderr).toContain(`then docker run --rm -p 8000:8000 ${given}django\n`);
  });

  it('writes to a file of another name', async () => {
    const { stderr, files } = await run(['-out', 'other.yaml', folder]);
    expect(Object.keys(files)).toEqual(['other.yaml']);
    expect(stderr).toContain(`next: mopy -filename other.yaml`);
  });

  it('prints', async () => {
    const { stdout, files } = await run(['-out', '-', folder]);
    expect(stdout).toMatch(/^#syntax=mopy\/mopy:1\n\npython: 3\.13 /);
    expect(files).toEqual({});
  });

  it('keeps a file that is there', async () => {
    const { exitCode, stderr, files } = await run([folder], { files: { [`${folder}/Mopyfile.yaml`]: '' } });
    expect({ exitCode, files }).toEqual({ exitCode: 1, files: {} });
    expect(stderr).toBe(
      `error: ${folder}/Mopyfile.yaml is there already\n  hint: it is kept: use -out to name another file, or -out - to see what would be written\n`,
    );
  });

  it.each([
    [['-init', '-llb'], 'conflicts|cannot'],
    [['-init', '-filename', 'x'], '-filename means nothing with -init'],
    [['-init', '-push'], '-push means nothing with -init'],
    [['-init', '/nowhere/at/all'], 'is no folder'],
  ])('refuses %j', async (words, expected) => {
    const io = fakeIo();
    expect(await main(words, io)).toBe(2);
    expect(io.written.stderr).toMatch(new RegExp(expected));
  });
});
