import { describe, expect, it } from 'vitest';
import { build, FILES, MOPYFILE, metadata, sourcesOf } from './builds.js';
import { type FakeOptions, opsOf } from './fake-gateway.js';

describe('the context', () => {
  it('is looked at through links, as far as the build will see it', async () => {
    const files = { ...FILES, 'app/main.py': '-> ../app/real/main.py', 'app/real/main.py': 'print(1)' };
    expect((await build({ files })).result.ref).toBeDefined();
    const ignored = { ...files, '.dockerignore': 'app/real\n' };
    await expect(build({ files: ignored })).rejects.toThrow('[project-ignored]');
    const outside = { ...FILES, 'app/main.py': '-> ../real/main.py', 'real/main.py': 'print(1)' };
    await expect(build({ files: outside })).rejects.toThrow('[project-outside]');
  });

  it('never shows the Mopyfile to the build', async () => {
    const { solved } = await build();
    const context = opsOf(solved.at(-1) ?? {}).find(({ source }) => source?.identifier === 'local://context');
    expect(JSON.parse(context?.source?.attrs?.get('local.excludepatterns') ?? '')).toContain('Mopyfile.yaml');
  });

  it('from a repository is filtered where folders are copied', async () => {
    const built = await build({}, { context: 'https://example.org/a.git#main:sub' });
    expect(sourcesOf(built)).toContain('git://example.org/a.git#main:sub');
    const copies = opsOf(built.solved.at(-1) ?? {}).flatMap(({ file }) => file?.actions ?? []);
    expect(copies.some(({ copy }) => copy?.excludePatterns?.includes('Mopyfile.yaml'))).toBe(true);
  });

  it.each([
    ['Dockerfile', 'dockerfile'],
    ['a/Dockerfile', 'a/dockerfile'],
  ])('never shows a %s that is a %s', async (filename, other) => {
    const { solved } = await build({ files: { ...FILES, [other]: MOPYFILE } }, { filename });
    const context = opsOf(solved.at(-1) ?? {}).find(({ source }) => source?.identifier === 'local://context');
    expect(JSON.parse(context?.source?.attrs?.get('local.excludepatterns') ?? '')).toContain(other);
    const both = { ...FILES, [other]: 'wrong', [filename]: MOPYFILE };
    expect((await build({ files: both }, { filename })).result.ref).toBeDefined();
  });

  it('may have an address with escapes that mean nothing', async () => {
    const context = 'https://example.org/a%zz.tar.gz';
    const built = await build({ files: { ...FILES, context: 'python: 3.11\n' } }, { context });
    expect(opsOf(built.solved[0] ?? {})[0]?.source?.identifier).toBe(context);
  });

  it('may be a folder of a repository of which the Mopyfile is outside', async () => {
    const { solved } = await build({}, { context: 'https://example.org/a.git', contextsubdir: 'sub' });
    const copied = solved.map((request) =>
      opsOf(request).flatMap(({ file }) => file?.actions?.map(({ copy }) => copy?.src) ?? []),
    );
    expect(copied.slice(0, -1).toSorted()).toEqual([[], ['/sub'], ['/sub', '/']]);
    expect(copied.at(-1)).toContain('/sub');
  });

  it('leaves out the Mopyfile of a folder of a repository', async () => {
    const mopyfile = 'python: 3.11\nproject: .\n';
    const { solved } = await build(
      { files: { 'sub/Mopyfile.yaml': mopyfile, 'Mopyfile.yaml': mopyfile, 'main.py': '' } },
      {
        context: 'https://example.org/a.git',
        contextsubdir: '/sub/',
        filename: 'sub/Mopyfile.yaml',
      },
    );
    const copies = opsOf(solved.at(-1) ?? {}).flatMap(({ file }) => file?.actions ?? []);
    expect(copies.flatMap(({ copy }) => copy?.excludePatterns ?? [])).toContain('Mopyfile.yaml');
  });

  it('may be what another build makes', async () => {
    const first = await build();
    const inputs = new Map([['context', first.solved[0]?.Definition ?? {}]]);
    const { solved } = await build({ inputs });
    expect(
      opsOf(solved.at(-1) ?? {}).filter(({ source }) => source?.identifier === 'local://context'),
    ).toEqual([]);
  });
});

describe('the date of the context', () => {
  const commit =
    'tree 1\nauthor A <a@b> 5 +0000\ncommitter C <c@d> 1700000000 -0130\n\ncommitter x <y> 3 +0000\n';
  const repository = 'https://example.org/a.git#main:sub';
  const dated = { 'build-arg:SOURCE_DATE_EPOCH': 'context' };

  it.each<
    [string, Readonly<Record<string, string>>, NonNullable<FakeOptions['sourceMeta']>, number | undefined]
  >([
    [
      'of a commit',
      { context: repository, contextsubdir: 'x' },
      { Git: { CommitObject: Buffer.from(commit) } },
      1700000000,
    ],
    [
      'of a download',
      { context: 'https://example.org/Mopyfile' },
      { HTTP: { LastModified: { seconds: 1600000000n } } },
      1600000000,
    ],
    ['of a folder is none', {}, {}, undefined],
  ])('is that %s', async (_name, requested, sourceMeta, expected) => {
    const files = { ...FILES, context: 'python: 3.11\n' };
    const { result } = await build({ files, sourceMeta }, { ...requested, ...dated });
    expect(metadata(result, 'source.date.epoch')).toBe(expected);
    const config = metadata(result, 'containerimage.config') as { readonly created?: string };
    const created = expected && new Date(expected * 1000).toISOString().replace('.000', '');
    expect(config.created).toBe(created);
  });

  it.each<[string, Partial<FakeOptions>]>([
    ['cannot look it up', { without: ['source.metaresolver'] }],
    ['tells nothing', { sourceMeta: { Git: {} } }],
  ])('has to be given where a daemon %s', async (_name, options) => {
    await expect(build(options, { context: repository, ...dated })).rejects.toThrow(
      'give SOURCE_DATE_EPOCH as seconds since 1970',
    );
  });
});

describe('named contexts', () => {
  const name = 'context:python:3.11-slim';
  it.each<[string, string, string]>([
    [
      'an image',
      'docker-image://mirror.example.org/p:1',
      `docker-image://mirror.example.org/p:1@sha256:${'0'.repeat(64)}`,
    ],
    [
      'an OCI layout',
      `oci-layout://store:tag@sha256:${'a'.repeat(64)}`,
      `oci-layout://docker.io/library/mopy-context@sha256:${'a'.repeat(64)}`,
    ],
    ['a folder', 'local:base', 'local://base'],
    ['a repository', 'https://example.org/b.git', 'git://example.org/b.git'],
    ['a file', 'https://example.org/b', 'https://example.org/b'],
  ])('may be %s', async (_kind, value, expected) => {
    expect(sourcesOf(await build({}, { [name]: value }))).toContain(expected);
    expect(sourcesOf(await build({}, { [`${name}::linux/amd64`]: value, [name]: 'nothing' }))).toContain(
      expected,
    );
  });

  it('may be what another build makes', async () => {
    const final = 'context:gcr.io/distroless/static-debian13:nonroot';
    const first = await build({}, { [final]: 'docker-image://mirror.example.org/other:1' });
    const inputs = new Map([['base', first.solved.at(-1)?.Definition ?? {}]]);
    const config = Buffer.from('{"config":{"Labels":{"made":"before"}}}').toString('base64');
    const metadataOption = JSON.stringify({ 'containerimage.config': config });
    const built = await build({ inputs }, { [final]: 'input:base', 'input-metadata:base': metadataOption });
    expect(sourcesOf(built)).toContain(`docker-image://mirror.example.org/other:1@sha256:${'0'.repeat(64)}`);
    expect(metadata(built.result, 'containerimage.config')).toMatchObject({
      config: { Labels: { made: 'before' } },
    });
    const infos = built.solved.at(-1)?.Definition?.Source?.infos ?? [];
    expect(infos.map(({ filename }) => filename)).toEqual(['Mopyfile.yaml', 'Mopyfile.yaml']);
    const broken = JSON.stringify({ 'containerimage.config': Buffer.from('{').toString('base64') });
    await expect(build({ inputs }, { [name]: 'input:base', 'input-metadata:base': broken })).rejects.toThrow(
      'the configuration of the image python:3.11-slim is not JSON',
    );
    await expect(build({}, { [name]: 'input:base' })).rejects.toThrow('refers to no input');
  });

  it('of an unknown kind are errors', async () => {
    await expect(build({}, { [name]: 'ftp://x' })).rejects.toThrow('is of an unknown kind: ftp://x');
    await expect(build({}, { [name]: 'oci-layout://store' })).rejects.toThrow('has no digest');
  });
});
