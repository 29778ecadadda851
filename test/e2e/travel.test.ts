import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, temporaryContext } from '../support/mopy.js';
import { HEAVY, heavyWheel, wheel } from '../support/packages.js';
import { canStartDaemon, type PrivateDaemon, startPrivateDaemon } from '../support/private-daemon.js';
import { buildWithMopy } from '../support/progress-builds.js';
import { type Blob, type Registry, startRegistry } from '../support/registry.js';

/** More than configuration, environment and manifest take; the interpreter has 16 times as much. */
const SMALL = 1_000_000;

const [ONE, OTHER] = ['heavy-1.0-py3-none-any.whl', 'weighty-1.0-py3-none-any.whl'];

const mopyfile = (pip: readonly string[]) => `python: 3.11\npip: [${pip.join(', ')}]\nproject: app/\n`;
const PIP = [ONE, OTHER].map((name) => `./${name}`);
const MORE = [...PIP, './one-1.0-py3-none-any.whl'];
const UPGRADED = MORE.map((entry) => entry.replace('heavy-1.0', 'heavy-2.0'));

describe.skipIf(!canStartDaemon())("what moves (needs the engine's own BuildKit)", () => {
  let context: Awaited<ReturnType<typeof temporaryContext>>;
  let registry: Registry;
  let client: PrivateDaemon;
  beforeAll(async () => {
    context = await temporaryContext({
      'Mopyfile.yaml': mopyfile(PIP),
      [ONE]: heavyWheel('heavy', '1.0').content,
      'heavy-2.0-py3-none-any.whl': heavyWheel('heavy', '2.0').content,
      [OTHER]: heavyWheel('weighty', '1.0').content,
      'one-1.0-py3-none-any.whl': wheel('one').content,
      'app/main.py': 'print(1)\n',
    });
    registry = await startRegistry();
    client = await startPrivateDaemon();
  });
  afterAll(async () => {
    await client.stop();
    await registry.stop();
    await context.remove();
  });

  /** Builds and pushes the context's image, and has a client pull it that has those before. */
  async function moved(): Promise<Readonly<Record<'pushed' | 'pulled', readonly Blob[]>>> {
    const name = `${registry.host}/app:latest`;
    const output = `type=image,name=${name},push=true,compression=gzip,force-compression=true`;
    await buildWithMopy(context.folder, ['-output', output]);
    const { pushed } = registry.moved();
    await pull(name);
    return { pushed, pulled: registry.moved().pulled };
  }

  async function pull(name: string): Promise<void> {
    const user = await temporaryContext({ Dockerfile: `FROM ${name}\n` });
    try {
      const { exitCode, stderr } = await run('buildctl', [
        ...['--addr', client.address, 'build', '--frontend', 'dockerfile.v0'],
        ...['--local', `context=${user.folder}`, '--local', `dockerfile=${user.folder}`],
        ...['--output', `type=oci,dest=${user.folder}/image.tar`],
      ]);
      expect(exitCode, stderr).toBe(0);
    } finally {
      await user.remove();
    }
  }

  const change = (path: string, text: string) => writeFile(join(context.folder, path), text);
  /** The changes, one after another: a layer moves with the configuration, and has at least so many bytes. */
  const changes: ReadonlyArray<readonly [string, () => Promise<void>, number]> = [
    ['one more small dependency', () => change('Mopyfile.yaml', mopyfile(MORE)), 0],
    ['an upgrade of a heavy one', () => change('Mopyfile.yaml', mopyfile(UPGRADED)), HEAVY],
    ['a new version of the project', () => change('app/main.py', 'print(22)\n'), 0],
  ];

  it('first all of it, then what has changed', async () => {
    const first = await moved();
    for (const blobs of [first.pushed, first.pulled]) {
      expect(bytes(blobs)).toBeGreaterThan(2 * HEAVY);
    }
    for (const [what, make, least] of changes) {
      await make();
      const { pushed, pulled } = await moved();
      for (const blobs of [pushed, pulled]) {
        expect.soft(blobs.length, what).toBe(2);
        expect.soft(bytes(blobs), what).toBeGreaterThanOrEqual(least);
        expect.soft(bytes(blobs), what).toBeLessThan(least + SMALL);
      }
    }
  });
});

function bytes(blobs: readonly Blob[]): number {
  return blobs.reduce((sum, { size }) => sum + size, 0);
}
