import { describe, expect, it } from 'vitest';
import { ignoreMatcher } from '../../../src/context/ignore/ignore-matcher.js';
import { greetDaemon } from '../../../src/frontend/daemon/daemon.js';
import { localProbe } from '../../../src/frontend/sources/local-probe.js';
import { fakeGateway, opsOf } from '../fake-gateway.js';

/** The attributes of the folder's source, after these paths were asked for together. */
async function probe(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { gateway, solved } = fakeGateway({ files: {} });
  const daemon = await greetDaemon(gateway, { options: new Map(), session: 's' });
  const { referenceFor } = localProbe(daemon, 'context');
  const references = await Promise.all(paths.map(referenceFor));
  expect([solved.length, new Set(references).size]).toEqual([1, 1]);
  return opsOf(solved[0] ?? {})[0]?.source?.attrs ?? new Map();
}

describe('a look at a folder of the client', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['a file', ['main.py'], ['main.py'], []],
    ['a folder, without its content', ['app'], ['app'], ['app/x', 'app/sub/main.py']],
    ['a file in a folder that is asked for too', ['app/main.py', 'app'], ['app', 'app/main.py'], ['app/x']],
    ['folders in folders', ['a', 'a/b', 'a/b/c'], ['a', 'a/b', 'a/b/c'], ['a/x', 'a/b/x', 'a/b/c/x']],
    ['names of one beginning', ['a', 'ab'], ['a', 'ab'], ['a/b', 'ab/c']],
    ['names that look like patterns', ['a[1]', 'a[1]/b*'], ['a[1]', 'a[1]/b*'], ['a[1]/bc', 'a[1]/b*/c']],
  ])('has BuildKit send %s', async (_name, paths, sent, left) => {
    const attributes = await probe(paths);
    const list = (name: string): string[] => JSON.parse(attributes.get(name) ?? '[]');
    const isLeft = ignoreMatcher(list('local.excludepatterns'));
    expect(sent.filter(isLeft)).toEqual([]);
    expect(left.filter(isLeft)).toEqual(left);
    expect(list('local.followpaths')).toHaveLength(paths.length);
  });
});
