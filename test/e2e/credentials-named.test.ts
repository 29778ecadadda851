import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { build, contextWith, WAYS } from '../support/builds.js';
import { buildFrontendImage, frontendBuild } from '../support/frontend.js';
import { gitRepository } from '../support/git-repository.js';
import { evaluate, temporaryFolder } from '../support/image.js';
import { localPackage } from '../support/local-packages.js';
import { mopy } from '../support/mopy.js';
import { wheel } from '../support/packages.js';
import { type GitServer, gitHttpServer } from '../support/servers/git-http.js';
import { type PackageIndex, packageIndex } from '../support/servers/package-index.js';
import { commandLinesWith, tracesIn, tracesOf } from '../support/traces.js';

const mark = () => randomBytes(8).toString('hex');
const marks = { index: mark(), file: mark(), git: mark() };
/** Steps of an earlier run must not stand in for those of this one. */
const nonce = mark();
const traces = Object.values(marks).flatMap(tracesOf);

/** Percent signs stay as they are. */
const password = `p%20ss:w/rd@${marks.index}`;

/** By the names of the secrets, as files of editors end. */
const secrets = {
  'company-index': `reader:${password}\n`,
  FILE_TOKEN: marks.file,
  GIT_TOKEN: `${marks.git}\n`,
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let index: PackageIndex;
let git: GitServer;
const betraying = new Set<string>();

beforeAll(async () => {
  folder = await temporaryFolder();
  await gitRepository(join(folder.path, 'named.git'), localPackage('.', 'named'));
  const onRequest = () => {
    for (const line of commandLinesWith(traces)) {
      betraying.add(line);
    }
  };
  index = await packageIndex(
    {
      main: { user: 'reader', password, files: [wheel('mopy-secret-index')] },
      file: { user: 'alice', password: marks.file, files: [wheel('mopy-secret-file')] },
    },
    { onRequest },
  );
  git = await gitHttpServer({ root: folder.path, user: 'oauth2', password: marks.git, onRequest });
  await buildFrontendImage();
});
afterAll(async () => {
  await Promise.all([index.stop(), git.stop()]);
  await folder.remove();
});

async function context(name: string): Promise<string> {
  const text = `python: 3.11
envs: {NONCE: ${nonce}-${name}}
indices:
  - url: http://127.0.0.1:${index.port}/main/simple
    secret: company-index
pip:
  - mopy-secret-index
  - ./requirements.txt
`;
  const path = await contextWith(folder.path, name, text);
  const lines = `--extra-index-url http://alice:\${FILE_TOKEN}@127.0.0.1:${index.port}/file/simple
mopy-secret-file
named @ git+http://oauth2:\${GIT_TOKEN}@127.0.0.1:${git.port}/named.git
`;
  await writeFile(join(path, 'requirements.txt'), lines);
  return path;
}

async function expectBuilt(built: { readonly exitCode: number; readonly stderr: string }, tar: string) {
  expect(built.exitCode, built.stderr).toBe(0);
  const names = '[mopy_secret_index.NAME, mopy_secret_file.NAME, named.NAME]';
  const modules = ['mopy_secret_index', 'mopy_secret_file', 'named'];
  expect(await evaluate(tar, names, modules)).toEqual(['mopy-secret-index', 'mopy-secret-file', 'named']);
  expect(tracesIn(built.stderr, traces)).toEqual([]);
  // Layers, config, history and provenance.
  expect(tracesIn(await readFile(tar), traces)).toEqual([]);
  expect([...betraying]).toEqual([]);
}

it.each(WAYS)('secrets that no file has open an index and a repository (%s)', async (way) => {
  const input = { context: await context(way), folder: join(folder.path, `built-${way}`) };
  const flags = Object.keys(secrets).map((id) => `id=${id},env=${id.replace('-', '_')}`);
  const environment = {
    ...secrets,
    company_index: secrets['company-index'],
  };
  const words = ['--opt', 'attest:provenance=mode=max'];
  const built = await build(way, {
    ...input,
    words,
    environment,
    ...(way === 'mopy' && { secrets: flags }),
  });
  await expectBuilt(built, built.tar);
  expect(tracesIn(built.emitted, traces)).toEqual([]);
  expect(built.notes).not.toContain('inline-credentials');
});

it('and so they do with the frontend', async () => {
  const path = await context('frontend');
  const tar = join(folder.path, 'frontend.tar');
  const flags = await Promise.all(
    Object.entries(secrets).map(async ([id, text]) => {
      const file = join(folder.path, id);
      await writeFile(file, text);
      return `--secret=id=${id},src=${file}`;
    }),
  );
  const output = `--output=type=oci,dest=${tar},compression=uncompressed,force-compression=true`;
  const options = ['filename=Mopyfile.yaml', 'attest:provenance=mode=max'];
  await expectBuilt(await frontendBuild(path, options, [...flags, output]), tar);
});

it('a secret that is not given is missed before anything is built', async () => {
  const path = await context('missing');
  const words = ['-output', `type=oci,dest=${folder.path}/missing.tar`, '-secret', 'id=GIT_TOKEN,env=NONE'];
  const { exitCode, stderr } = await mopy(words, { cwd: path });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('the build needs the secret `company-index` (Mopyfile.yaml:6)');
  expect(stderr).toContain('-secret id=company-index,env=NAME -secret id=FILE_TOKEN,env=NAME');
});
