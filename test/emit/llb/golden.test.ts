import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ExecRequest, runProgram } from '../../../src/emit/llb/exec.js';
import {
  type CopyRequest,
  copyAll,
  copyFiles,
  inlineFile,
  makeFolder,
  mergeFiles,
} from '../../../src/emit/llb/files.js';
import { marshal } from '../../../src/emit/llb/marshal.js';
import { fileMounts, SSH_SOCKET, secretMounts, secretVariables } from '../../../src/emit/llb/mounts.js';
import type { LlbSettings } from '../../../src/emit/llb/options.js';
import { imageSource, localSource } from '../../../src/emit/llb/sources.js';
import type { Output } from '../../../src/emit/llb/vertex.js';
import { normalizeReference } from '../../../src/plan/image-reference.js';
import type { Mount } from '../../../src/plan/plan.js';
import { mopyfile } from '../../support/plans.js';

/** Recorded with `go run ./ops` in test/golang: op bytes in hexadecimal, by the name of the graph. */
const golden: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('golden-ops.json', import.meta.url), 'utf8'),
);

const platform = { os: 'linux', architecture: 'amd64' } as const;
const plain: LlbSettings = {
  platform,
  contextSource: { kind: 'local', name: 'context', sessionId: 'session', sharedKeyHint: 'context' },
};
const details = { name: 'x' };
const image = (reference: string, resolveMode?: LlbSettings['resolveMode']): Output =>
  imageSource(normalizeReference(reference), { platform, resolveMode }, details);
const base = image('python:3.11');
const session = { kind: 'local', name: 'context', sessionId: 'session', sharedKeyHint: 'context' } as const;
const everything = { paths: undefined, excludes: [] };

const copy = (
  to: Output | undefined,
  from: Output,
  source: string,
  destination: string,
  rest: Partial<CopyRequest> = {},
): Output => copyFiles(to, { from, source, destination, matches: true, ...rest }, details);

const file = (to: Output | undefined, path: string, text: string): Output =>
  copy(to, inlineFile('/EOF', text), '/EOF', path, { matches: false });

const run = (request: Partial<ExecRequest>, options: Partial<LlbSettings> = {}): Output =>
  runProgram(
    {
      root: base,
      arguments: ['true'],
      environment: ['PATH=/bin'],
      workingDirectory: '/',
      user: '',
      network: 'default',
      mounts: [],
      secretMounts: [],
      secretEnvironment: [],
      ...request,
    },
    platform,
    { ...plain, ...options },
    details,
  );

const bind = (from: string, source: string, mountPoint: string, writable: boolean): Mount => ({
  kind: 'bind',
  from,
  source,
  mountPoint,
  writable,
});
const cache = (mountPoint: string, id: string, sharing: 'shared' | 'private'): Mount => ({
  kind: 'cache',
  mountPoint,
  id,
  platformSuffix: false,
  sharing,
});

const stages: Readonly<Record<string, Output>> = { base, scripts: inlineFile('/a', 'a') };
const files = (mounts: readonly Mount[], options: Partial<LlbSettings> = {}) =>
  fileMounts(mounts, (stage) => stages[stage], platform, { ...plain, ...options });

const secrets: readonly Mount[] = [
  { kind: 'ssh' },
  { kind: 'secret-variable', id: 'token', variable: 'TOKEN' },
  { kind: 'secret-file', id: 'netrc', mountPoint: '/root/.netrc' },
];

const graphs: Readonly<Record<string, () => Output>> = {
  image: () => image('python:3.11-slim'),
  imageByDigest: () => image(`registry.local:5000/a/b@sha256:${'0'.repeat(64)}`),
  imageForArm: () =>
    imageSource(
      normalizeReference('python'),
      { platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
      details,
    ),
  pulledImage: () => image('python:3.11', 'pull'),
  localBySession: () => localSource(session, { paths: ['a b', 'ü'], excludes: ['.git', '!x'] }),
  localByUnique: () =>
    localSource({ kind: 'local', name: 'context', unique: 'unique', sharedKeyHint: 'context' }, everything),
  folder: () => makeFolder(base, '/srv/app', '', undefined, details),
  folderOfUser: () => makeFolder(base, '/srv', '65532', undefined, details),
  folderOfIDs: () => makeFolder(base, '/srv', '0:65532', undefined, details),
  folderWithDate: () => makeFolder(base, '/srv', '', 1_700_000_000n, details),
  file: () => file(base, '/etc/x', 'text\n'),
  emptyFile: () => file(undefined, '/x', ''),
  files: () =>
    copyAll(
      base,
      ['a', 'b', 'a'].map((name) => ({
        from: inlineFile(`/${name}`, `${name}\n`),
        source: `/${name}`,
        destination: '/',
        matches: false,
      })),
      details,
    ),
  copy: () => copy(base, localSource(session, everything), '/', '/app/'),
  copyOwned: () => copy(base, base, '/usr', '/opt/', { owner: { user: 65532, group: 0 }, mode: 0o775 }),
  copyOfNoMode: () => copy(undefined, base, '/a', '/b', { mode: 0 }),
  merge: () => mergeFiles(base, copy(undefined, base, '/usr', '/opt/'), details),
  run: () => run({ arguments: ['python', '-c', 'print()'] }),
  runWithMounts: () =>
    run({
      environment: ['PATH=/bin', 'EMPTY='],
      workingDirectory: '/srv',
      mounts: [
        ...files([
          cache('/z', 'pip', 'shared'),
          bind('scripts', '/', '/mopy/scripts', false),
          bind('base', '/usr', '/mopy/base', true),
          cache('/Z', 'private', 'private'),
        ]),
        ...files([cache('/c', '/c', 'shared')], { cacheNamespace: 'ns', shmSize: 1n << 33n }),
      ],
    }),
  runWithSecrets: () =>
    run({
      environment: ['PATH=/bin', `SSH_AUTH_SOCK=${SSH_SOCKET}`],
      secretMounts: secretMounts(secrets),
      secretEnvironment: secretVariables(secrets),
    }),
  runWithSettings: () =>
    run(
      { arguments: ['/bin/sh', '-c', 'true\n'], user: '1000:0', network: 'none' },
      {
        hostname: 'box',
        proxies: { http_proxy: 'http://p', no_proxy: 'localhost' },
        extraHosts: [{ host: 'a', ip: '10.0.0.1' }],
        ulimits: [{ name: 'nofile', soft: -1n, hard: 2n ** 53n + 1n }],
        cgroupParent: '/mopy',
      },
    ),
};

describe("bytes are those of BuildKit's own encoder", () => {
  it('for every recorded graph', () => {
    expect(Object.keys(graphs).sort()).toEqual(Object.keys(golden).sort());
  });

  it.each(Object.entries(graphs))('%s', (name, graph) => {
    const { def = [] } = marshal(graph(), mopyfile);
    expect(def.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual(golden[name]);
  });
});
