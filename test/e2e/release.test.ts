import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/image.js';
import { type Result, run } from '../support/mopy.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const NAMES = ['AUTHOR', 'COMMITTER'].flatMap((who) => [
  [`GIT_${who}_NAME`, 'Test'],
  [`GIT_${who}_EMAIL`, 'test@example.com'],
]);
const env = Object.fromEntries(NAMES);

describe('a release', () => {
  let folder: { readonly path: string; remove(): Promise<void> };
  let checkout: string;
  let output: string;
  const git = async (...words: readonly string[]) => (await run('git', words, { cwd: checkout, env })).stdout;
  const release = (...words: readonly string[]): Promise<Result> =>
    run('scripts/release', [...words, '--output', output], { cwd: checkout, env });
  const write = (name: string, text: string) => writeFile(join(checkout, name), text);

  /** A checkout of what is here now, whose changelog begins with a version to come. */
  beforeAll(async () => {
    folder = await temporaryFolder();
    checkout = join(folder.path, 'checkout');
    output = join(folder.path, 'output');
    const files = ['ls-files', '--cached', '--others', '--exclude-standard'];
    for (const name of (await run('git', files, { cwd: REPOSITORY })).stdout.split('\n')) {
      await mkdir(dirname(join(checkout, name)), { recursive: true });
      await cp(join(REPOSITORY, name), join(checkout, name), { verbatimSymlinks: true });
    }
    const changelog = await readFile(join(checkout, 'CHANGELOG.md'), 'utf8');
    await write(
      'CHANGELOG.md',
      changelog.replace('\n## ', '\n## 99.1.2\n\nNot yet released.\n\n- New.\n\n## '),
    );
    await git('init', '--quiet', '--initial-branch=main');
    await git('add', '--all');
    await git('commit', '--quiet', '--message=First');
    await git('remote', 'add', 'origin', 'https://git.example.com/mopy.git');
  });
  afterAll(() => folder.remove());

  it('is refused while the checkout has changes', async () => {
    await write('new.txt', '');
    expect(await release('--dry-run')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'release: the checkout has changes: commit or remove them',
    });
    await git('clean', '--force', '--quiet', 'new.txt');
  });

  it('is refused when its tag is there', async () => {
    await git('tag', 'v99.1.2');
    const { exitCode, stderr } = await release('--dry-run');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'release: there is a tag v99.1.2 already' });
    await git('tag', '--delete', 'v99.1.2');
  });

  it('does all but publish in a dry run, and leaves the checkout as it is', async () => {
    const before = await git('rev-parse', 'HEAD');
    const { exitCode, stdout, stderr } = await release('--dry-run', '--image', 'registry.example.org/mopy');
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(/^version {2}99\.1\.2$/m);
    expect(stdout).toMatch(
      /^would run {2}git push --atomic https:\/\/git\.example\.com\/mopy\.git HEAD:refs\/heads\/main refs\/tags\/v99\.1\.2$/m,
    );
    expect(stdout).toMatch(/^would run {2}npm publish .*mopy-99\.1\.2\.tgz$/m);
    for (const tag of ['99.1.2', '99.1', '99']) {
      expect(stdout).toContain(` --tag registry.example.org/mopy:${tag} `);
    }
    expect(await git('status', '--porcelain')).toBe('');
    expect([await git('rev-parse', 'HEAD'), await git('tag', '--list')]).toEqual([before, '']);
  });

  it('packs what the version says, with its changelog dated', async () => {
    const read = async (name: string) =>
      (await run('tar', ['-xOf', join(output, 'mopy-99.1.2.tgz'), `package/${name}`])).stdout;
    expect(JSON.parse(await read('package.json'))).toMatchObject({ version: '99.1.2' });
    expect(await read('CHANGELOG.md')).toMatch(/^## 99\.1\.2\n\nReleased on \d{4}-\d\d-\d\d\.\n\n- New\.$/m);
    expect(await read('dist/cli.cjs')).toContain('99.1.2');
  });

  it('is refused when the changelog names no version to come', async () => {
    await write('CHANGELOG.md', '# Changelog\n\n## 99.1.2\n\nReleased on 2030-01-01.\n');
    await git('commit', '--quiet', '--all', '--message=Second');
    const { exitCode, stderr } = await release('--dry-run');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining('Not yet released'),
    });
  });
});
