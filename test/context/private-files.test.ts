import { posix } from 'node:path';
import { expect, test } from 'vitest';
import type { BuildContext, ListedEntry } from '../../src/context/context.js';
import { ignoreMatcher } from '../../src/context/ignore/ignore-matcher.js';
import { privateFiles } from '../../src/context/private-files.js';
import { contextOf } from './memory.js';

/** A context of empty files, with listings. */
function listedContext(files: readonly string[]): BuildContext {
  const list = async (folder: string): Promise<readonly ListedEntry[]> => {
    const below = files.filter((file) => folder === '.' || file.startsWith(`${folder}/`));
    const segments = below.map((file) => posix.relative(folder, file).split('/'));
    const kinds = new Map(segments.map(([name = '', ...rest]) => [name, rest.length > 0] as const));
    return [...kinds].map(([name, isFolder]) => ({ name, kind: isFolder ? 'directory' : 'file' }));
  };
  return { ...contextOf(Object.fromEntries(files.map((file) => [file, '']))), list };
}

function found(files: readonly string[], patterns: readonly string[] = [], folder = 'app') {
  const visible = { context: listedContext(files), isIgnored: ignoreMatcher(patterns) };
  return privateFiles(visible, { patterns, origin: 'context' }, folder);
}

test.each([
  '.env',
  '.git/HEAD',
  'web/.env',
  'web/.env.local',
  'web/.env.production',
  'web/.env.development.local',
  'web/.git/HEAD',
  'lib/.hg/requires',
  'lib/.svn/entries',
  '.netrc',
  'home/_netrc',
  'home/.pypirc',
  'home/.pgpass',
  'home/.git-credentials',
  'home/.aws/credentials',
  'home/.docker/config.json',
  'home/.kube/config',
  'keys/id_rsa',
  'keys/id_ed25519',
  'keys/key.pem',
  'keys/server-key.pem',
  'keys/privkey1.pem',
  'keys/private_key.pem',
  'keys/jwt.private.pem',
])('%s is private', async (file) => {
  const [folder] = /^.*?\.(?:git|hg|svn)(?=\/)/.exec(file) ?? [file];
  expect(await found([`app/main.py`, `app/${file}`])).toEqual([`app/${folder}`]);
  expect(await found([`app/main.py`, `app/${file}`], [`**/${posix.basename(folder)}`])).toEqual([]);
  expect(await found([`app/main.py`, `app/${file}`], [`!app/${folder}`])).toEqual([]);
  expect(await found([`other/${file}`])).toEqual([]);
});

test.each([
  '.env.example',
  'web/.env.sample',
  'web/.env.template',
  'web/env',
  'web/.git',
  'keys/id_rsa.pub',
  'keys/cert.pem',
  'keys/fullchain.pem',
  'keys/ca-bundle.pem',
  'keys/public-key.pem',
  'keys/pubkey.pem',
  'keys/monkey.pem',
  'tests/key.pem',
  'lib/test/fixtures/id_rsa',
  'examples/.env',
  'aws/credentials',
  'config.json',
])('%s is not', async (file) => {
  expect(await found([`app/main.py`, `app/${file}`])).toEqual([]);
});

test('a file at the top is found without listings too', async () => {
  const { list: _, ...context } = listedContext(['app/.env', 'app/web/.env']);
  const visible = { context, isIgnored: () => false };
  expect(await privateFiles(visible, { patterns: [], origin: 'context' }, 'app')).toEqual(['app/.env']);
});
