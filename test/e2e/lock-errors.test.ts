import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { ensureImages } from '../support/engine.js';
import { temporaryFolder } from '../support/image.js';
import { LOCK, LOCKED_PROJECT } from '../support/locked-project.js';
import { mopy, temporaryContext } from '../support/mopy.js';
import { wheel } from '../support/packages.js';
import { packageIndex } from '../support/servers/package-index.js';

beforeAll(() => ensureImages('python:3.11'));

const REMEDY = 'let the tool of the file write it anew';

/** The message of a failing build of the project, with other files in place of its own. */
async function failureOf(replaced: Readonly<Record<string, string>>): Promise<string> {
  const output = await temporaryFolder();
  const context = await temporaryContext({ ...LOCKED_PROJECT, ...replaced });
  const { exitCode, stderr } = await mopy(['-output', `type=oci,dest=${output.path}/image.tar`], {
    cwd: context.folder,
  });
  await Promise.all([context.remove(), output.remove()]);
  expect(exitCode).toBe(1);
  return stderr;
}

it('another archive than the locked one fails the build at the entry', async () => {
  const stderr = await failureOf({
    'Mopyfile.yaml': 'python: 3.11\npip:\n  - ./uv.lock\n',
    'uv.lock': LOCK.replaceAll(/sha256:[0-9a-f]{64}/g, `sha256:${'0'.repeat(64)}`),
  });
  const [, summary = ''] = stderr.split('\nfailed: ');
  expect(summary).toMatch(/>>> +- \.\/uv\.lock/);
  expect(summary).toContain('THESE PACKAGES DO NOT MATCH THE HASHES');
  expect(summary).toMatch(/\S+==\S+ from http/);
  expect(summary).toMatch(/Got +[0-9a-f]{64}/);
  expect(summary).toContain(REMEDY);
});

it('an archive that the index has no more fails the build at the entry', async () => {
  const index = await packageIndex({ main: { files: [wheel('mopy-moved')] } });
  onTestFinished(() => index.stop());
  const url = `http://127.0.0.1:${index.port}/main/simple`;
  const stderr = await failureOf({
    'Mopyfile.yaml': `python: 3.11\nindices:\n  - {url: ${url}, default: true}\npip:\n  - ./pylock.toml\n`,
    'pylock.toml': `lock-version = "1.0"
[[packages]]
name = "mopy-moved"
version = "1.1"
index = "${url}"
wheels = [{ name = "mopy_moved-1.1-py3-none-any.whl", url = "${url}", hashes = { sha256 = "${'0'.repeat(64)}" } }]
`,
  });
  const [, summary = ''] = stderr.split('\nfailed: ');
  expect(summary).toMatch(/>>> +- \.\/pylock\.toml/);
  expect(summary).toContain('No matching distribution found for mopy-moved==1.1');
  expect(summary).toContain(REMEDY);
});

it('a file with hashes that lacks a dependency fails the build at the entry', async () => {
  const flask =
    'flask==3.0.3 --hash=sha256:34e815dfaa43340d1d15a5c3a02b8476004037eb4840b34910c6e21679d288f3\n';
  const stderr = await failureOf({
    'Mopyfile.yaml': 'python: 3.11\npip:\n  - docopt==0.6.2\n  - ./requirements.txt\n',
    'requirements.txt': flask,
  });
  expect(stderr).toContain('In --require-hashes mode, all requirements must have their versions pinned');
  expect(stderr).toMatch(/>>> +- \.\/requirements\.txt/);
});
