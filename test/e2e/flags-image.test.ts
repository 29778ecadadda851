import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages, runContainer } from '../support/engine.js';
import { readLayout } from '../support/layout.js';
import { mopy, type Result, run, shell, temporaryContext } from '../support/mopy.js';
import { projectFiles } from '../support/packages.js';
import { buildDockerfile } from '../support/progress-builds.js';
import { type Registry, startRegistry } from '../support/registry.js';
import { tracesIn } from '../support/traces.js';

interface Place {
  readonly folder: string;
  /** For what builds write; no part of the context. */
  readonly out: string;
  remove(): Promise<void>;
}

async function place(files: Readonly<Record<string, string>>): Promise<Place> {
  const { folder, remove } = await temporaryContext({
    ...Object.fromEntries(Object.entries(files).map(([path, content]) => [`context/${path}`, content])),
  });
  const out = join(folder, 'out');
  await mkdir(out);
  return { folder: join(folder, 'context'), out, remove };
}

async function build(at: Place, words: readonly string[], env = {}): Promise<Result> {
  const result = await mopy(words, { cwd: at.folder, env });
  expect(result.exitCode, result.stderr).toBe(0);
  return result;
}

const HELLO = {
  'Mopyfile.yaml': '#syntax=mopy/mopy:1\npython: 3.11\nproject: app/\n',
  'app/main.py': 'import sys\nprint("hello", sys.maxsize > 2**32)\n',
};

describe('a project without dependencies', () => {
  let at: Place;
  let registry: Registry;
  beforeAll(async () => {
    at = await place(HELLO);
    registry = await startRegistry();
  });
  afterAll(async () => {
    await registry.stop();
    await at.remove();
  });

  it('becomes several outputs at once, each with all tags', async () => {
    const [file, layout, metadata] = [join(at.out, 'docker.tar'), join(at.out, 'oci'), join(at.out, 'json')];
    const outputs = [`type=docker,dest=${file}`, `type=oci,tar=false,dest=${layout}`, 'type=image'];
    const flags = outputs.flatMap((output) => ['-output', output]);
    const tags = ['example.org/one:1', 'example.org/two:2'];
    const { stderr } = await build(at, [
      ...flags,
      ...tags.flatMap((tag) => ['-t', tag]),
      '-metadata-file',
      metadata,
    ]);
    expect(stderr).toContain(`wrote ${outputs.join(' and ')}`);
    const { stdout } = await run('tar', ['-xOf', file, 'manifest.json']);
    expect(JSON.parse(stdout)).toMatchObject([{ RepoTags: tags }]);
    const index = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8'));
    expect(index.manifests[0].annotations).toMatchObject({ 'io.containerd.image.name': tags[0] });
    expect(JSON.parse(await readFile(metadata, 'utf8'))).toMatchObject({ 'image.name': tags.join(',') });
    for (const image of [file, layout]) {
      expect(await runContainer(image)).toMatchObject({ exitCode: 0, stdout: 'hello True' });
    }
  });

  it('stands on the base image of a digest, in every emitter', async () => {
    const name = `${registry.host}/python`;
    const base = await place({
      Dockerfile: 'FROM python:3.11-slim\nRUN touch /usr/local/lib/python3.11/replaced.py\n',
    });
    await buildDockerfile(base.folder, base.folder, ['--output', `type=image,name=${name}:mine,push=true`]);
    await base.remove();
    const { digest } = (await registry.manifest(`${name}:mine`)) ?? { digest: '' };
    const replacement = ['-build-context', `python:3.11-slim=docker-image://${name}@${digest}`];
    const { stdout: dockerfile } = await build(at, ['-dockerfile', ...replacement]);
    expect(dockerfile).toContain(`\nFROM ${name}@${digest} AS interpreter\n`);
    const llb = join(at.out, 'llb');
    await build(at, ['-llb', '-out', llb, ...replacement]);
    expect(await readFile(llb, 'latin1')).toContain(`docker-image://${name}@${digest}`);
    const files = join(at.out, 'files');
    await build(at, ['-o', `type=local,dest=${files}`, ...replacement]);
    expect(await readFile(join(files, 'usr/local/lib/python3.11/replaced.py'), 'utf8')).toBe('');
  });

  it('takes several replacements from the environment, of which flags win', async () => {
    const env = {
      MOPY_BUILD_CONTEXTS:
        'python:3.11-slim=docker-image://mirror/slim gcr.io/distroless/static-debian13:nonroot=docker-image://mirror/distroless',
    };
    const flag = ['-build-context', 'python:3.11-slim=docker-image://flag/slim'];
    const { stdout } = await build(at, ['-dockerfile', ...flag], env);
    expect(stdout.match(/^FROM (?!scratch).*$/gm)).toEqual([
      'FROM flag/slim AS interpreter',
      'FROM flag/slim AS working-directory',
      'FROM mirror/distroless AS imports',
      'FROM project AS program',
      'FROM mirror/distroless AS final',
    ]);
  });

  it('warns of a build argument that nothing reads', async () => {
    const { stderr } = await build(at, ['-build-arg', 'VERSION=1', '-progress', 'quiet']);
    expect(stderr).toMatch(/^warning: the build argument VERSION is not used$/m);
  });

  describe('for two platforms', () => {
    beforeAll(() => ensureImages('python:3.11@386'));

    const expectBoth = async (image: string) => {
      for (const [name, wide] of [
        ['linux/amd64', 'True'],
        ['linux/386', 'False'],
      ] as const) {
        expect(await runContainer(image, [], { platform: name })).toMatchObject({
          exitCode: 0,
          stdout: `hello ${wide}`,
        });
      }
    };

    it('is one index of images that run', async () => {
      const layout = join(at.out, 'platforms');
      await build(at, ['-platform', 'linux/amd64,linux/386', '-o', `type=oci,tar=false,dest=${layout}`]);
      expect(Object.keys(await readLayout(layout)).sort()).toEqual(['386', 'amd64']);
      await expectBoth(layout);
    });

    it('is built by the line that a dry run prints, which leaves nothing behind', async () => {
      const [layout, temporary] = [join(at.out, 'dry'), join(at.out, 'temporary')];
      await mkdir(temporary);
      const words = ['-dry-run', '-platform', 'linux/amd64,linux/386', '-label', 'who=it\'s "me"'];
      const { stdout } = await build(at, [...words, '-o', `type=oci,tar=false,dest=${layout}`]);
      const typed = await shell(`${stdout}\nls -A ${temporary}`, {
        cwd: at.folder,
        env: { TMPDIR: temporary },
      });
      expect({ ...typed, stderr: '' }, typed.stderr).toEqual({ exitCode: 0, stdout: '', stderr: '' });
      const images = Object.values(await readLayout(layout));
      expect(images.map(({ config }) => config.config.Labels['who'])).toEqual(['it\'s "me"', 'it\'s "me"']);
      await expectBoth(layout);
    });
  });
});

describe('proxies', () => {
  /** A package that tells which proxies its build saw; the value is nobody's host, and nothing is downloaded. */
  const recorder = () => {
    const files = projectFiles('recorder');
    const backend = files['backend.py'] ?? '';
    const seen = '" ".join(os.environ.get(name, "") for name in ("HTTP_PROXY", "no_proxy"))';
    return Object.entries({
      ...files,
      'backend.py': backend.replace(`"NAME = 'recorder'\\n"`, `"NAME = " + repr(${seen}) + "\\n"`),
    }).map(([path, text]) => [`recorder/${path}`, text] as const);
  };

  it.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    [
      'of -build-arg',
      ['-build-arg', 'HTTP_PROXY=http://nobody.example:1', '-build-arg', 'no_proxy=here'],
      {},
    ],
    ['of the environment', [], { HTTP_PROXY: 'http://nobody.example:1', no_proxy: 'here' }],
    [
      'of the environment, by way of a Dockerfile',
      ['-platform', 'linux/amd64,linux/386'],
      { HTTP_PROXY: 'http://nobody.example:1', no_proxy: 'here' },
    ],
  ])('%s are seen by steps and are not in the image', async (_where, words, env) => {
    const at = await place({
      'Mopyfile.yaml': `#syntax=mopy/mopy:1\npython: 3.11\nenvs: { NONCE: ${randomUUID()} }\npip: [./recorder/]\nproject: main.py\n`,
      'main.py': 'import recorder\nprint(recorder.NAME)\n',
      ...Object.fromEntries(recorder()),
    });
    const layout = join(at.out, 'layout');
    await build(at, [...words, '-o', `type=oci,tar=false,dest=${layout}`], env);
    expect(await runContainer(layout)).toMatchObject({ exitCode: 0, stdout: 'http://nobody.example:1 here' });
    const configs = Object.values(await readLayout(layout)).map(({ config }) => JSON.stringify(config));
    expect(tracesIn(configs.join(), ['nobody.example'])).toEqual([]);
    await at.remove();
  });
});
