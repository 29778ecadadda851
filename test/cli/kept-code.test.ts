import {
  chmod,
  chown,
  copyFile,
  cp,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAJORS, nodeProgram } from '../../scripts/node-versions.mjs';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const STRANGER = 12_345;
const isRoot = process.getuid?.() === 0;

/** An installation, a home and a Mopyfile of their own. */
let folder = '';
const dist = () => join(folder, 'mopy/dist');
const home = () => join(folder, 'home');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mopy-kept-'));
  await chmod(folder, 0o755);
  await mkdir(home());
  for (const name of ['bin', 'dist', 'package.json']) {
    await cp(join(REPOSITORY, name), join(folder, 'mopy', name), {
      recursive: true,
      filter: (path) => !/\.code$/.test(path),
    });
  }
  await writeFile(join(folder, 'Mopyfile.yaml'), '#syntax=mopy/mopy:1\npython: 3.13\n');
});
afterEach(() => rm(folder, { recursive: true }));

interface StartOptions {
  readonly program?: string;
  readonly umask?: string;
  readonly user?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts the command; it has to do what it does without any kept code. */
async function start({ program = process.execPath, umask = '022', user, environment }: StartOptions = {}) {
  const line = `umask ${umask}; exec "$0" mopy/bin/mopy.js -dockerfile`;
  const { exitCode, stdout, stderr } = await execa('sh', ['-c', line, program], {
    cwd: folder,
    reject: false,
    extendEnv: false,
    env: { PATH: process.env['PATH'], HOME: home(), ...environment },
    ...(user !== undefined && { uid: user, gid: user }),
  });
  expect({ exitCode, stderr, stdout }).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: expect.stringMatching(/^FROM /m),
  });
}

async function keptFiles(where: string): Promise<readonly string[]> {
  const names = await readdir(where).catch(() => []);
  return names.filter((name) => name.endsWith('.code')).map((name) => join(where, name));
}

async function onlyKept(where: string): Promise<string> {
  const files = await keptFiles(where);
  expect(files).toHaveLength(1);
  return files[0] ?? '';
}

/** Which file it is, so that a new one in its place is told from it. */
const identity = async (path: string) => {
  const { ino, mtimeMs } = await stat(path);
  return `${ino} ${mtimeMs}`;
};

/** True when the next start believes the file: one that is not believed is replaced. */
async function isBelieved(path: string): Promise<boolean> {
  const before = await identity(path);
  await start();
  return (await identity(path)) === before;
}

describe('compiled code is kept', () => {
  it.each(['000', '022', '077', '777'])('for its user alone, with the umask %s', async (umask) => {
    await start({ umask });
    const file = await onlyKept(dist());
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await isBelieved(file)).toBe(true);
  });

  it('once, by twelve starts at once', async () => {
    await Promise.all(Array.from({ length: 12 }, () => start()));
    expect(await isBelieved(await onlyKept(dist()))).toBe(true);
  });

  it('for each version of Node', async () => {
    const programs = await Promise.all(MAJORS.map(nodeProgram));
    for (const program of [...programs, ...programs]) {
      await start({ program });
    }
    expect(await keptFiles(dist())).toHaveLength(MAJORS.length);
  });

  it('until another bundle takes the place of its own', async () => {
    await start();
    const bundle = join(dist(), 'cli.cjs');
    const text = await readFile(bundle, 'utf8');
    await writeFile(bundle, text.replace(/^\/\/ ..../, '// 0000'));
    await start();
    expect(await keptFiles(dist())).toHaveLength(2);
  });
});

describe('kept code is not believed, and replaced', () => {
  const at = (place: number) => async (path: string) => {
    const bytes = await readFile(path);
    const index = Math.floor(place * (bytes.length - 1));
    bytes[index] = (bytes[index] ?? 0) ^ 0x10;
    await writeFile(path, bytes);
  };
  const damage: readonly (readonly [string, (path: string) => Promise<void>])[] = [
    ...[0, 0.0001, 0.1, 0.5, 0.9, 0.9999, 1].map(
      (place) => [`with a bit flipped at ${place}`, at(place)] as const,
    ),
    ['without its last byte', async (path) => truncate(path, (await stat(path)).size - 1)],
    ['without its second half', async (path) => truncate(path, Math.floor((await stat(path)).size / 2))],
    ['when it is empty', (path) => truncate(path, 0)],
    ['when it is something else', (path) => writeFile(path, 'something else '.repeat(1000))],
    ['when others may write it', (path) => chmod(path, 0o606)],
    ['when its group may write it', (path) => chmod(path, 0o660)],
    ...(isRoot ? [['of another user', (path: string) => chown(path, STRANGER, STRANGER)] as const] : []),
  ];

  it.each(damage)('%s', async (_name, spoil) => {
    await start();
    const file = await onlyKept(dist());
    await spoil(file);
    expect(await isBelieved(file)).toBe(false);
    expect(await isBelieved(file)).toBe(true);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe.each([
  ['others may write the installation', 0o777],
  ['its group may', 0o775],
])('where %s', (_name, mode) => {
  beforeEach(() => chmod(dist(), mode));

  it('compiled code is kept in the cache folder', async () => {
    await start();
    expect(await keptFiles(dist())).toEqual([]);
    const file = await onlyKept(join(home(), '.cache/mopy'));
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
    expect(await isBelieved(file)).toBe(true);
  });

  it('XDG_CACHE_HOME names the cache folder, if it is a whole path', async () => {
    await start({ environment: { XDG_CACHE_HOME: 'cache' } });
    await onlyKept(join(home(), '.cache/mopy'));
    expect(await readdir(folder)).not.toContain('cache');
    await start({ environment: { XDG_CACHE_HOME: join(folder, 'cache') } });
    await onlyKept(join(folder, 'cache/mopy'));
  });

  it('nothing is kept in a cache folder that others may write', async () => {
    await mkdir(join(home(), '.cache/mopy'), { recursive: true });
    await chmod(join(home(), '.cache/mopy'), 0o777);
    await start();
    expect(await keptFiles(join(home(), '.cache/mopy'))).toEqual([]);
  });

  it('nothing is kept without a home', async () => {
    await start({ environment: { HOME: join(folder, 'nowhere') } });
    expect(await readdir(folder)).not.toContain('nowhere');
  });
});

// Only root can be somebody else.
describe.runIf(isRoot)("another user's installation", () => {
  /** Another user may not reach the program that runs this. */
  async function reachableNode(): Promise<string> {
    const program = join(folder, 'node');
    await link(process.execPath, program).catch(() => copyFile(process.execPath, program));
    return program;
  }

  it('keeps nothing of a user who cannot write to it', async () => {
    await start({ user: STRANGER, program: await reachableNode() });
    expect(await keptFiles(dist())).toEqual([]);
    expect(await readdir(home())).toEqual([]);
  });

  it('leaves it to the cache folder of its user', async () => {
    await chown(home(), STRANGER, STRANGER);
    await start({ user: STRANGER, program: await reachableNode() });
    await onlyKept(join(home(), '.cache/mopy'));
    expect(await keptFiles(dist())).toEqual([]);
  });

  it("makes no folder of root's in the home of another", async () => {
    await chown(home(), STRANGER, STRANGER);
    await chown(dist(), STRANGER, STRANGER);
    await start();
    expect(await keptFiles(dist())).toEqual([]);
    expect(await readdir(home())).toEqual([]);
  });
});

it('a checkout that was never built says how to build it', async () => {
  await rm(dist(), { recursive: true });
  const { exitCode, stderr } = await execa(process.execPath, [join(folder, 'mopy/bin/mopy.js')], {
    reject: false,
  });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: `error: ${join(dist(), 'cli.cjs')} is missing\n  hint: in a checkout, \`npm run build\` makes it`,
  });
});
