import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFrontendImage, frontendReference } from '../support/frontend.js';
import { temporaryFolder } from '../support/image.js';
import { BIN, type Result, run, temporaryContext } from '../support/mopy.js';
import { canStartDaemon, type PrivateDaemon, startPrivateDaemon } from '../support/private-daemon.js';
import { childrenOf } from '../support/processes.js';
import { commandLinesWith } from '../support/traces.js';

const BUILDS = 20;
/** Builds of the same context are next to each other, and in both ways. */
const CONTEXTS = 6;

describe.skipIf(!canStartDaemon())('twenty builds at once on one daemon', () => {
  let daemon: PrivateDaemon;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let builds: readonly (Result & { readonly name: string; readonly said: string })[];

  beforeAll(async () => {
    await buildFrontendImage();
    daemon = await startPrivateDaemon();
    folder = await temporaryFolder();
    const contexts = await Promise.all(
      Array.from({ length: CONTEXTS }, (_, index) => contextNamed(`context-${index}`)),
    );
    builds = await Promise.all(
      Array.from({ length: BUILDS }, async (_, index) => {
        const number = Math.floor(index / 2) % CONTEXTS;
        const tree = join(folder.path, 'trees', String(index));
        const way = index % 2 === 0 ? withMopy : withFrontend;
        const result = await way(contexts[number]?.folder ?? '', tree);
        const said = await readFile(join(tree, 'home/nonroot/app/main.py'), 'utf8').catch(() => '');
        return { ...result, name: `context-${number}`, said };
      }),
    );
    await Promise.all(contexts.map(({ remove }) => remove()));
  });
  afterAll(async () => {
    await daemon.stop();
    await folder.remove();
  });

  function contextNamed(name: string): ReturnType<typeof temporaryContext> {
    return temporaryContext({
      'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.11\nproject: [main.py]\n',
      'main.py': `print('${name}')\n`,
    });
  }

  const options = () => ({ env: { BUILDKIT_HOST: daemon.address, TMPDIR: folder.path } });

  function withMopy(context: string, tree: string): Promise<Result> {
    return run(process.execPath, [BIN, '-output', `type=local,dest=${tree}`, context], options());
  }

  function withFrontend(context: string, tree: string): Promise<Result> {
    const locals = ['context', 'dockerfile'].map((name) => `--local=${name}=${context}`);
    const words = [
      '--frontend=gateway.v0',
      `--opt=source=${frontendReference()}`,
      `--output=type=local,dest=${tree}`,
    ];
    return run('buildctl', ['build', '--progress=plain', ...locals, ...words], options());
  }

  it('succeed, each with the files of its own context', () => {
    expect(builds.filter(({ exitCode }) => exitCode !== 0).map(({ stderr }) => stderr)).toEqual([]);
    expect(builds.map(({ said }) => said)).toEqual(builds.map(({ name }) => `print('${name}')\n`));
  });

  it('leave no process, no folder and no mount', async () => {
    // The daemon cleans up behind the answer.
    for (let tries = 0; tries < 100 && (await remains()).length > 0; tries += 1) {
      await wait(100);
    }
    expect(await remains()).toEqual([]);
    expect(await readdir(folder.path)).toEqual(['trees']);
  });

  async function remains(): Promise<readonly string[]> {
    const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n');
    const folders = await readdir(daemon.folder);
    return [
      ...mounts.filter((line) => line.includes(daemon.folder)),
      // BuildKit leaves one for each file, not folder, that a step binds (`snapshot/localmounter_linux.go`).
      ...folders.filter((name) => name.startsWith('buildkit-mount')),
      ...(await childrenOf(daemon.pid)).map(String),
      ...commandLinesWith([folder.path]),
    ];
  }
});
