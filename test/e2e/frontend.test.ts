import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages, runContainer } from '../support/engine.js';
import {
  buildctl,
  buildFrontendImage,
  frontendBuild,
  frontendReference,
  readProgress,
  uncachedSteps,
} from '../support/frontend.js';
import { readConfig, runPython, temporaryFolder } from '../support/image.js';
import { mopy, shell, temporaryContext } from '../support/mopy.js';
import { projectFiles, wheel } from '../support/packages.js';
import { allProvenanceSources } from '../support/provenance.js';
import { packageIndex } from '../support/servers/package-index.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/hello-world', import.meta.url));
const HELLO = /^hello from Python 3\.11\.\d+, as nonroot$/;

let folder: { readonly path: string; remove(): Promise<void> };
beforeAll(async () => {
  await buildFrontendImage();
  folder = await temporaryFolder();
});
afterAll(() => folder?.remove());

/** A copy of the example whose first line names the image under test. */
async function namedInFirstLine(name: string): Promise<string> {
  const context = join(folder.path, name);
  await cp(EXAMPLE, context, { recursive: true });
  const text = await readFile(join(EXAMPLE, 'Mopyfile.yaml'), 'utf8');
  await writeFile(
    join(context, 'Mopyfile.yaml'),
    text.replace(/^#syntax=.*/, `#syntax=${frontendReference()}`),
  );
  return context;
}

describe('the example', () => {
  const ways: Readonly<Record<string, (tar: string) => ReturnType<typeof frontendBuild>>> = {
    'named as frontend': (tar) => frontendBuild(EXAMPLE, [], [`--output=type=oci,dest=${tar}`]),
    'named in the first line': async (tar) => {
      const context = await namedInFirstLine('syntax');
      return buildctl(
        'dockerfile.v0',
        context,
        ['filename=Mopyfile.yaml'],
        [`--output=type=oci,dest=${tar}`],
      );
    },
  };

  it.each(Object.entries(ways))('runs when the image is %s', async (name, build) => {
    const tar = join(folder.path, `${name}.tar`);
    const { exitCode, stderr } = await build(tar);
    expect(exitCode, stderr).toBe(0);
    expect(await runContainer(tar)).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(HELLO),
      stderr: '',
    });
  });

  it('has the config of a Dockerfile build', async () => {
    const dockerfile = await temporaryFolder();
    const [ours, theirs] = [join(folder.path, 'ours.tar'), join(folder.path, 'theirs.tar')];
    const first = await frontendBuild(EXAMPLE, [], [`--output=type=oci,dest=${ours}`]);
    await shell(`mopy -dockerfile > '${dockerfile.path}/Dockerfile'`, { cwd: EXAMPLE });
    const locals = [`--local=context=${EXAMPLE}`, `--local=dockerfile=${dockerfile.path}`];
    const second = await buildctl(
      'dockerfile.v0',
      undefined,
      [],
      [...locals, `--output=type=oci,dest=${theirs}`],
    );
    await dockerfile.remove();
    expect([first.exitCode, second.exitCode], first.stderr + second.stderr).toEqual([0, 0]);
    expect(await readConfig(ours)).toEqual(await readConfig(theirs));
  });
});

describe('dependencies', () => {
  it('come from a private index and from the context', async () => {
    const index = await packageIndex({
      private: { user: 'ada', password: 'p@ss', files: [wheel('mopy-private')] },
    });
    const context = await temporaryContext({
      'Mopyfile.yaml': [
        'python: 3.11',
        'indices:',
        `  - url: ${index.origin}/private/simple`,
        '    username: ada',
        '    password: p@ss',
        '    default: true',
        'pip:',
        '  - mopy-private',
        '  - ./local/',
      ].join('\n'),
      ...Object.fromEntries(
        Object.entries(projectFiles('mopy-local')).map(([path, text]) => [`local/${path}`, text]),
      ),
    });
    const tar = join(folder.path, 'dependencies.tar');
    const build = await frontendBuild(
      context.folder,
      [],
      ['--progress=rawjson', `--output=type=oci,dest=${tar}`],
    );
    expect(build.exitCode, build.stderr).toBe(0);
    expect(await runPython(tar, 'import mopy_local, mopy_private; print(mopy_private.NAME)')).toBe(
      'mopy-private',
    );
    const { warnings } = readProgress(build.stderr);
    expect(warnings).toContainEqual(expect.stringMatching(/^inline-credentials: .* \(line \d\)$/));
    await Promise.all([context.remove(), index.stop()]);
  });
});

describe('a program that imports what is not there', () => {
  const files = {
    'Mopyfile.yaml': 'python: 3.11\npip: [six]\nproject: [main.py, views.py]\n',
    'main.py': 'import six\nimport absent_1\nfrom views import indx\n',
    'views.py': 'def index():\n    return six\n',
  };

  /** The errors, without the numbers of steps and times before them, and the lines of the Mopyfile. */
  const said = (log: string) => [
    ...new Set(log.split('\n').flatMap((line) => /error: main\.py:.*|>>> .*/.exec(line)?.[0] ?? [])),
  ];

  it('fails with the messages and the lines that mopy has', async () => {
    const context = await temporaryContext(files);
    const output = `type=oci,dest=${join(folder.path, 'vain.tar')}`;
    const ours = await frontendBuild(context.folder, [], ['--progress=plain', `--output=${output}`]);
    const theirs = await mopy(['-output', output], { cwd: context.folder });
    await context.remove();
    expect([ours.exitCode, theirs.exitCode], ours.stderr).toEqual([1, 1]);
    expect(said(ours.stderr)).toEqual(said(theirs.stderr));
    expect(said(ours.stderr)).toEqual([
      expect.stringMatching(/^error: main\.py:2: `import absent_1` cannot work: /),
      expect.stringMatching(
        /^error: main\.py:3: `from views import indx` cannot work: .*did you mean `index`\?/,
      ),
      '>>> project: [main.py, views.py]',
    ]);
  });
});

describe('one daemon', () => {
  const nonce = () => Math.random().toString(36).slice(2);
  const ways: Readonly<Record<string, (context: string) => string>> = {
    LLB: (context) => `mopy -llb | buildctl build --progress=rawjson --local context=${context}`,
    'the Dockerfile': (context) =>
      'mopy -dockerfile > ../Dockerfile; buildctl build --progress=rawjson --frontend dockerfile.v0 ' +
      `--local context=${context} --local dockerfile=..`,
    'the frontend': (context) =>
      `buildctl build --progress=rawjson --frontend gateway.v0 --opt source=${frontendReference()} ` +
      `--local context=${context} --local dockerfile=${context}`,
  };
  const names = Object.keys(ways);
  const pairs = names.flatMap((first) =>
    names.filter((other) => other !== first).map((second) => [first, second]),
  );

  it.each(pairs)('builds nothing again after %s when it is given %s', async (first = '', second = '') => {
    const context = await temporaryContext({
      'inner/Mopyfile.yaml': `python: 3.11\nenvs: {NONCE: ${nonce()}}\npip: [./local/]\nproject: app\n`,
      'inner/app/main.py': `print("${nonce()}")`,
      ...Object.fromEntries(
        Object.entries(projectFiles('mopy-local')).map(([path, text]) => [`inner/local/${path}`, text]),
      ),
    });
    const cwd = join(context.folder, 'inner');
    const before = await shell(ways[first]?.(cwd) ?? '', { cwd });
    const after = await shell(ways[second]?.(cwd) ?? '', { cwd });
    await context.remove();
    expect(before.exitCode, before.stderr).toBe(0);
    expect(after.exitCode, after.stderr).toBe(0);
    expect(uncachedSteps(before)).not.toEqual([]);
    expect(uncachedSteps(after)).toEqual([]);
  });
});

describe('several platforms', () => {
  beforeAll(() => ensureImages('python:3.11@386'));

  const platforms = 'platform=linux/amd64,linux/386';
  const ways: Readonly<Record<string, (words: readonly string[]) => ReturnType<typeof frontendBuild>>> = {
    'named as frontend': (words) => frontendBuild(EXAMPLE, [platforms], words),
    'named in the first line': async (words) => {
      const context = await namedInFirstLine('platforms-syntax');
      return buildctl('dockerfile.v0', context, ['filename=Mopyfile.yaml', platforms], words);
    },
  };

  it.each(Object.entries(ways))('make one index when the image is %s', async (name, buildWith) => {
    const out = join(folder.path, `platforms ${name}`);
    const build = await buildWith(['--progress=rawjson', `--output=type=oci,dest=${out},tar=false`]);
    expect(build.exitCode, build.stderr).toBe(0);
    expect(readProgress(build.stderr).warnings).toContainEqual(expect.stringMatching(/^slim-platform: /));
    const { manifests } = JSON.parse(await readFile(join(out, 'index.json'), 'utf8'));
    const path = `blobs/${manifests[0].digest.replace(':', '/')}`;
    const index = JSON.parse(await readFile(join(out, path), 'utf8'));
    const names = index.manifests.map(
      ({ platform }: { platform: { architecture: string } }) => platform.architecture,
    );
    expect(names).toEqual(expect.arrayContaining(['amd64', '386']));
  });

  it('have their provenance each, without credentials', async () => {
    const context = await temporaryContext({
      'Mopyfile.yaml': 'python: 3.11\nindices: [{url: "https://ada:hunter2@example.org/simple"}]\n',
    });
    const tar = join(folder.path, 'provenance.tar');
    const options = [platforms, 'attest:provenance=mode=max'];
    const build = await frontendBuild(context.folder, options, [`--output=type=oci,dest=${tar}`]);
    await context.remove();
    expect(build.exitCode, build.stderr).toBe(0);
    const sources = await allProvenanceSources(tar);
    expect(sources).toHaveLength(2);
    for (const texts of sources) {
      expect(texts.get('Mopyfile.yaml')).toContain('https://***@example.org/simple');
      expect([...texts.values()].join()).not.toContain('hunter2');
    }
  });

  it('may be another than the own', async () => {
    const tar = join(folder.path, '386.tar');
    const build = await frontendBuild(EXAMPLE, ['platform=linux/386'], [`--output=type=oci,dest=${tar}`]);
    expect(build.exitCode, build.stderr).toBe(0);
    expect(await runPython(tar, 'import sys; print(sys.maxsize)')).toBe('2147483647');
  });
});
