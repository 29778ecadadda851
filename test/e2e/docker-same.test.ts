import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextWith } from '../support/builds.js';
import { type Docker, dockerWithFrontend, FRONTEND, NETWORK } from '../support/docker.js';
import { fileTree } from '../support/file-tree.js';
import { buildctl, uncachedSteps } from '../support/frontend.js';
import { readConfig, temporaryFolder } from '../support/image.js';
import { mopy, type Result, temporaryContext } from '../support/mopy.js';
import { projectFiles } from '../support/packages.js';

let docker: Docker;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  docker = await dockerWithFrontend();
});
afterAll(async () => {
  await docker?.stop();
  await folder.remove();
});

describe('on one Docker', () => {
  type Build = (context: string) => Promise<Result>;
  const ways: Readonly<Record<string, Build>> = {
    'the Mopyfile': (context) => docker.build(context),
    'the emitted Dockerfile': async (context) => {
      await mopy(['-dockerfile', '-out', 'Dockerfile'], { cwd: context });
      return docker.build(context, ['--file=Dockerfile']);
    },
    'plain mopy': (context) =>
      docker.shell(`mopy -progress=rawjson -tag=mopy-same -- ${NETWORK}`, { cwd: context }),
  };
  const names = Object.keys(ways);
  const pairs = names.flatMap((first) =>
    names.flatMap((second) => (first === second ? [] : [[first, second]])),
  );

  it.each(pairs)('nothing is built again after %s for %s', async (first = '', second = '') => {
    const local = Object.entries(projectFiles('mopy-local'));
    const context = await temporaryContext({
      'Mopyfile.yaml': `#syntax=mopy/mopy:1\npython: 3.11\nenvs: {NONCE: "${Math.random()}"}\npip: [./local/]\nproject: app\n`,
      // The Dockerfile lies in one way's context and not in the others'.
      '.dockerignore': 'Dockerfile\n',
      'app/main.py': 'print(1)',
      ...Object.fromEntries(local.map(([path, text]) => [`local/${path}`, text])),
    });
    const before = await ways[first]?.(context.folder);
    const after = await ways[second]?.(context.folder);
    await context.remove();
    if (before === undefined || after === undefined) {
      throw new Error('no such way');
    }
    expect(before.exitCode, before.stderr).toBe(0);
    expect(after.exitCode, after.stderr).toBe(0);
    expect(uncachedSteps(before)).not.toEqual([]);
    expect(uncachedSteps(after)).toEqual([]);
  });
});

describe('across daemons, with and without MergeOp', () => {
  const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
  const slim = async () => {
    const service =
      'ports: [8000, 53/udp]\nhealthcheck: {url: "http://localhost:8000/", interval: 1m30s, retries: 2}\n';
    const volumes = 'volumes: [/data, /var/lib/app/files, /home/nonroot/cache/x]\n';
    const mopyfile = `python: 3.11\nbase: slim\npip: [six]\nproject: program.py\n${service}${volumes}`;
    const context = await contextWith(folder.path, 'slim', mopyfile);
    await writeFile(join(context, 'program.py'), '');
    return context;
  };
  const contexts: Readonly<Record<string, () => string | Promise<string>>> = {
    'hello-world': () => example('hello-world'),
    full: () => example('full'),
    slim,
  };

  it.each(Object.entries(contexts))('%s has the same files and the same config', async (name, make) => {
    const context = await make();
    const [theirs, ours] = [join(folder.path, `${name}-docker.tar`), join(folder.path, `${name}.tar`)];
    const image = join(folder.path, `${name}-image.tar`);
    const exported = await docker.build(context, [`--output=type=tar,dest=${theirs}`]);
    expect(exported.exitCode, exported.stderr).toBe(0);
    const tagged = await docker.build(context, [`--tag=mopy-same-${name}`]);
    expect(tagged.exitCode, tagged.stderr).toBe(0);
    const outputs = [`--output=type=tar,dest=${ours}`, `--output=type=oci,dest=${image}`];
    const built = await buildctl('gateway.v0', context, [`source=${FRONTEND}`], outputs);
    expect(built.exitCode, built.stderr).toBe(0);

    expect(await fileTree(theirs)).toEqual(await fileTree(ours));
    const inspect = ['image', 'inspect', '--format={{json .Config}}', `mopy-same-${name}`];
    const { stdout } = await docker.call(inspect);
    expect(JSON.parse(stdout)).toEqual(await readConfig(image));
  });
});
