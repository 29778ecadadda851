import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compile } from '../../src/compile.js';
import { definition } from '../../src/emit/llb/emit.js';
import type { Definition } from '../../src/protobuf/schema.generated.js';
import { contextOf } from '../context/memory.js';
import { build } from './builds.js';
import { opsOf } from './fake-gateway.js';

const LOCKS = fileURLToPath(new URL('../lock', import.meta.url));
const NOW = new Date('2026-01-01');
const AMD64 = { os: 'linux', architecture: 'amd64' } as const;

/** The texts of a folder of locks, by path. */
function filesOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(join(LOCKS, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:lock|toml|gz)$|^Pipfile$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    names.map((path) => [path.slice(join(LOCKS, folder).length + 1), readFileSync(path, 'utf8')]),
  );
}

/** The files that a build writes, and the programs that it runs, in order. */
function stepsOf(built: Definition): readonly unknown[] {
  return opsOf({ Definition: built }).flatMap(({ file, exec }) => [
    ...(file?.actions ?? []).flatMap(({ mkfile }) =>
      mkfile ? [[mkfile.path, Buffer.from(mkfile.data ?? '').toString()]] : [],
    ),
    ...(exec ? [exec.meta?.args] : []),
  ]);
}

test.each([
  ['poetry-1/versions', 'poetry.lock'],
  ['poetry-1/own-table', 'poetry.lock'],
  ['poetry-1/old', 'poetry.lock'],
  ['poetry/extras-and-groups', 'poetry.lock'],
  ['uv/extras-and-groups', 'uv.lock'],
  ['pdm/extras-and-groups', 'pdm.lock'],
  ['pipenv/groups', 'Pipfile.lock'],
  ['pylock/forks', 'pylock.toml'],
])('what %s locks is built as the command line builds it', async (folder, lock) => {
  const own = filesOf(folder);
  const indices = [...(own[lock] ?? '').matchAll(/^type = "legacy"\nurl = "(.*)"$/gm)].map(
    ([, url]) => `  - url: ${url}\n    trust: true\n`,
  );
  const list = indices.length === 0 ? '' : `indices:\n${[...new Set(indices)].join('')}`;
  const mopyfile = `python: 3.11\npip:\n  - lock: ./${lock}\n${list}`;
  const files = { ...own, 'Mopyfile.yaml': mopyfile };
  const { plan, diagnostics } = await compile(
    { bytes: Buffer.from(mopyfile), filename: 'Mopyfile.yaml' },
    contextOf(files),
    {
      now: NOW,
      contextPath: 'Mopyfile.yaml',
      platforms: [AMD64],
      credentials: 'secret',
      baseImages: new Map(),
      labels: new Map(),
      compilerVersion: '1.0.0',
    },
  );
  if (plan === undefined) {
    throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  }
  const { solved } = await build({ files });
  const expected = definition(plan, {
    platform: AMD64,
    contextSource: { kind: 'local', name: 'context', unique: 'u', sharedKeyHint: 'context' },
  });
  expect(stepsOf(solved.at(-1)?.Definition ?? {})).toEqual(stepsOf(expected));
});

test('a lock of poetry 1 is refused where the project beside it is left out', async () => {
  const files = { ...filesOf('poetry-1/versions'), 'Mopyfile.yaml': 'pip: [./poetry.lock]\n' };
  const ignored = { ...files, '.dockerignore': 'pyproject.toml\n' };
  await expect(build({ files: ignored })).rejects.toThrow('[lock-project]');
});
