import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BuildContext } from '../../src/context/context.js';
import { ignoreMatcher } from '../../src/context/ignore/ignore-matcher.js';
import { privateFiles } from '../../src/context/private-files.js';
import { sourceOutput } from '../../src/emit/llb/sources.js';
import { greetDaemon } from '../../src/frontend/daemon/daemon.js';
import { findContext } from '../../src/frontend/sources/mopyfile.js';
import type { FileSource } from '../../src/frontend/sources/sources.js';
import { fakeGateway } from '../frontend/fake-gateway.js';
import { listedContextOf } from './memory.js';

type Files = Readonly<Record<string, string>>;

/** The context of a frontend. */
async function gatewayContext(files: Files, context: FileSource): Promise<BuildContext> {
  const daemon = await greetDaemon(fakeGateway({ files }).gateway, { options: new Map(), session: 's' });
  return findContext(daemon, { context, build: context, filename: 'Mopyfile.yaml' }).context;
}

const repository = sourceOutput('git://example.org/a.git', {}, { name: 'a', capabilities: ['source.git'] });

const CONTEXTS: Readonly<Record<string, (files: Files) => BuildContext | Promise<BuildContext>>> = {
  'with listings': listedContextOf,
  'that a client would have to send': (files) => gatewayContext(files, { kind: 'local', name: 'context' }),
  'that BuildKit has from elsewhere': (files) => gatewayContext(files, { kind: 'files', files: repository }),
};

describe.each(Object.entries(CONTEXTS))('in a context %s', (_name, contextWith) => {
  async function found(files: readonly string[], patterns: readonly string[] = [], folder = 'app') {
    const context = await contextWith(Object.fromEntries(files.map((file) => [file, ''])));
    const visible = { context, isIgnored: ignoreMatcher(patterns) };
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

  test('the ones at the top come first, and those of the whole context have no folder before them', async () => {
    const files = ['a/.env', '.env', '.netrc', 'a/b/id_rsa', '.git/HEAD', '.git/config'];
    expect(await found(files, [], '.')).toEqual(['.env', '.git', '.netrc', 'a/.env', 'a/b/id_rsa']);
  });

  test('a folder with a name that looks like a pattern is looked into', async () => {
    expect(await found(['a[b]*/.env', 'ab/.env'], [], 'a[b]*')).toEqual(['a[b]*/.env']);
  });
});

test.each<[link: string, patterns: readonly string[], isPrivate: boolean]>([
  ['-> settings/local.txt', [], true],
  ['-> settings/local.txt', ['app/settings'], false],
  ['-> nothing', [], false],
])('.env %s without %j is private: %s', async (link, patterns, isPrivate) => {
  const files = { 'app/.env': link, 'app/settings/local.txt': '' };
  const context = await gatewayContext(files, { kind: 'local', name: 'context' });
  const visible = { context, isIgnored: ignoreMatcher(patterns) };
  const rules = { patterns, origin: 'context' } as const;
  expect(await privateFiles(visible, rules, 'app')).toEqual(isPrivate ? ['app/.env'] : []);
});

test('a folder behind a link is looked into, and its files have their own places', async () => {
  const files = { app: '-> src', 'src/.env': '', 'src/web/.netrc': '' };
  const context = await gatewayContext(files, { kind: 'local', name: 'context' });
  const visible = { context, isIgnored: ignoreMatcher(['src/.env']) };
  const rules = { patterns: ['src/.env'], origin: 'context' } as const;
  expect(await privateFiles(visible, rules, 'app')).toEqual(['src/web/.netrc']);
});

test('a folder that cannot be read holds none', async () => {
  const { gateway } = fakeGateway({ files: { 'app/.env': '' }, without: ['source.local.includepatterns'] });
  const daemon = await greetDaemon(gateway, { options: new Map(), session: 's' });
  const source = { kind: 'local', name: 'context' } as const;
  const { context } = findContext(daemon, { context: source, build: source, filename: 'Mopyfile.yaml' });
  const visible = { context, isIgnored: () => false };
  expect(await privateFiles(visible, { patterns: [], origin: 'context' }, 'app')).toEqual([]);
});
