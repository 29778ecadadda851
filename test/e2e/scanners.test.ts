import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages } from '../support/engine.js';
import { temporaryFolder } from '../support/image.js';
import { magicExtension, sodiumExtension } from '../support/local-packages.js';
import { mopy, run, temporaryContext } from '../support/mopy.js';

/** Everything that can bring a file of Debian: the interpreter, an extension with its data, and packages of the image. */
const FILES = {
  'Mopyfile.yaml': `
python: 3.11
build-deps: [libsodium-dev, libmagic-dev]
runtime-deps: [procps, curl]
pip: [./sodium, ./kind]
`,
  ...sodiumExtension('sodium'),
  ...magicExtension('kind'),
};

/** The packages that the build's stages have installed, and those that scanners find in the image. */
const LISTS = `
FROM build AS list-build
RUN dpkg-query --show > /list
FROM runtime AS list-runtime
RUN dpkg-query --show > /list
FROM final AS value
RUN ["python", "-c", "import kind; print(kind.value(), file=open('/home/nonroot/kind', 'w'))"]
FROM scratch
COPY --from=list-build /list /build
COPY --from=list-runtime /list /runtime
COPY --from=value /home/nonroot/kind /kind
COPY --from=final /etc/os-release /image/etc/
COPY --from=final /usr/lib/os-release /image/usr/lib/
COPY --from=final /var/lib/dpkg /image/var/lib/dpkg
`;

/** Packages of the final image's own base. */
const BASE = ['netbase', 'tzdata'];

describe('the Debian packages of an image', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let scanned: readonly string[];

  beforeAll(async () => {
    await ensureImages('python:3.11');
    folder = await temporaryFolder();
    const context = await temporaryContext(FILES);
    const { stdout } = await mopy(['-dockerfile'], { cwd: context.folder });
    await writeFile(join(context.folder, 'Dockerfile'), stdout + LISTS);
    const locals = ['context', 'dockerfile'].flatMap((name) => ['--local', `${name}=${context.folder}`]);
    const output = ['--output', `type=local,dest=${folder.path}`];
    const built = await run('buildctl', ['build', '--frontend', 'dockerfile.v0', ...locals, ...output]);
    await context.remove();
    expect(built.exitCode, built.stderr).toBe(0);
    scanned = await scan(join(folder.path, 'image'));
  });
  afterAll(() => folder.remove());

  it('are what a scanner finds, in the versions that dpkg has installed', async () => {
    const installed = new Set([...(await lines('build')), ...(await lines('runtime'))]);
    const unknown = scanned.filter(
      (line) => !installed.has(line) && !BASE.includes(line.split(' ')[0] ?? ''),
    );
    expect(unknown).toEqual([]);
  });

  it.each([
    'libc6',
    'zlib1g',
    'ncurses-base',
    'base-files',
    'libsodium23',
    'libmagic-mgc',
    'procps',
    'curl',
    'libcurl4',
  ])('have %s among them, once', (name) => {
    expect(scanned.filter((line) => line.startsWith(`${name} `))).toHaveLength(1);
  });

  it.each(['gcc', 'libsodium-dev', 'dpkg', 'perl-base', 'bash'])('do not have %s among them', (name) => {
    expect(scanned.filter((line) => line.startsWith(`${name} `))).toEqual([]);
  });

  it('bring the data of a library that an extension loads', async () => {
    expect(await lines('kind')).toEqual(['text/plain']);
  });

  async function lines(name: string): Promise<readonly string[]> {
    const text = await readFile(join(folder.path, name), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => line.replace(/:[a-z0-9]+\t/, ' ').replace('\t', ' '));
  }
});

/** Name and version of each package, as the library of OSV-Scanner reads them. */
async function scan(root: string): Promise<readonly string[]> {
  const cwd = fileURLToPath(new URL('../scanner', import.meta.url));
  const { stdout } = await promisify(execFile)('go', ['run', '.', root], { cwd });
  return stdout.trim().split('\n');
}
