import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/frontend/gateway/gateway-error.js';
import { build, FILES, MOPYFILE, metadata, sourcesOf, stepNames, uncachedNames } from './builds.js';
import { opsOf } from './fake-gateway.js';

describe('a build', () => {
  it('stands on digests, reads the session and returns an image', async () => {
    const built = await build();
    const zeros = `sha256:${'0'.repeat(64)}`;
    expect(sourcesOf(built).toSorted()).toEqual([
      `docker-image://docker.io/library/python:3.11-slim@${zeros}`,
      `docker-image://gcr.io/distroless/static-debian13:nonroot@${zeros}`,
      'local://context',
    ]);
    expect(built.result.ref).toEqual({ id: String(built.solved.length) });
    expect(metadata(built.result, 'refs.platforms')).toEqual({
      Platforms: [{ ID: 'linux/amd64', Platform: { architecture: 'amd64', os: 'linux' } }],
    });
    const config = metadata(built.result, 'containerimage.config') as { readonly config: object };
    expect(config.config).toMatchObject({ Entrypoint: ['python'], Cmd: ['main.py'] });
    expect(metadata(built.result, 'containerimage.base.config')).toEqual({
      config: { Env: ['PATH=/bin'], Cmd: ['x'] },
    });
  });

  it('keeps what the base image says beside what the plan says, in order', async () => {
    const base = {
      config: { Labels: { base: 'yes' }, StopSignal: 'SIGINT', Env: ['A=1'], ExposedPorts: { '80/tcp': {} } },
    };
    const { result } = await build({ images: { 'gcr.io/distroless/static-debian13:nonroot': base } });
    const { config } = metadata(result, 'containerimage.config') as { config: Record<string, unknown> };
    expect(Object.keys(config)).toEqual([
      'User',
      'ExposedPorts',
      'Env',
      'Entrypoint',
      'Cmd',
      'WorkingDir',
      'Labels',
      'StopSignal',
      'ArgsEscaped',
    ]);
    expect(config).toMatchObject({ StopSignal: 'SIGINT', Labels: { base: 'yes', 'mopy.version': 'v1' } });
    expect((config['Env'] as string[])[0]).toBe('A=1');
  });

  it('of several platforms returns them by name', async () => {
    const { result } = await build(
      {},
      { platform: 'linux/amd64,linux/arm/v6', 'build-arg:SOURCE_DATE_EPOCH': '7' },
    );
    expect([...(result.refs?.refs?.keys() ?? [])]).toEqual(['linux/amd64', 'linux/arm/v6']);
    expect([...(result.metadata?.keys() ?? [])].toSorted()).toEqual([
      'containerimage.base.config/linux/amd64',
      'containerimage.base.config/linux/arm/v6',
      'containerimage.config/linux/amd64',
      'containerimage.config/linux/arm/v6',
      'refs.platforms',
      'source.date.epoch/linux/amd64',
      'source.date.epoch/linux/arm/v6',
    ]);
    expect(metadata(result, 'containerimage.config/linux/arm/v6')).toMatchObject({
      architecture: 'arm',
      variant: 'v6',
    });
  });

  it('of one platform is named by it where an index is wanted', async () => {
    const { result, solved } = await build({}, { 'multi-platform': 'true' });
    expect(result.ref).toBeUndefined();
    expect([...(result.refs?.refs?.keys() ?? [])]).toEqual(['linux/amd64']);
    expect([...(result.metadata?.keys() ?? [])].toSorted()).toEqual([
      'containerimage.base.config/linux/amd64',
      'containerimage.config/linux/amd64',
      'refs.platforms',
    ]);
    const steps = solved.flatMap(stepNames).filter((name) => /\binterpreter \d/.test(name));
    expect(steps).not.toEqual([]);
    expect(steps.filter((name) => !name.startsWith('[linux/amd64 interpreter '))).toEqual([]);
  });

  it('of a stage takes its name without the base that it stands on', async () => {
    const { result } = await build({}, { platform: 'linux/amd64,linux/386', target: 'Interpreter' });
    const config = metadata(result, 'containerimage.config/linux/386');
    expect(config).toMatchObject({ architecture: '386', config: { Cmd: ['x'], WorkingDir: '/' } });
  });

  it.each<[string, readonly string[]]>([
    ['linux/amd64,linux/386', ['interpreter', 'Interpreter,nothing']],
    ['linux/amd64', ['interpreter', 'INTERPRETER', 'interpreter,project']],
  ])('for %s runs the steps of a stage again on every platform', async (platform, names) => {
    for (const name of names) {
      const { solved } = await build({}, { platform, 'no-cache': name });
      const images = solved.slice(-platform.split(',').length);
      const again = images.map(uncachedNames);
      expect(again.map(({ length }) => length > 0)).toEqual(images.map(() => true));
      expect(again.flat().every((step) => /interpreter|project/.test(step))).toBe(true);
    }
    expect((await build({}, { platform, 'no-cache': 'nothing' })).solved.flatMap(uncachedNames)).toEqual([]);
  });

  it('of a stage gets the labels of the request beside those of its base', async () => {
    const base = { config: { Labels: { base: 'yes', both: 'base' } } };
    const images = { 'docker.io/library/python:3.11-slim': base };
    const requested = { target: 'interpreter', 'label:both': 'asked', 'label:Added': '1' };
    const { result } = await build({ images }, requested);
    const { config } = metadata(result, 'containerimage.config') as { config: Record<string, unknown> };
    expect(Object.entries(config['Labels'] as object)).toEqual([
      ['Added', '1'],
      ['base', 'yes'],
      ['both', 'asked'],
    ]);
  });

  it.each(['final', 'interpreter'])('of the stage %s drops the triggers of its base', async (target) => {
    const base = { config: { OnBuild: ['RUN false'], Env: ['A=1'] } };
    const names = ['gcr.io/distroless/static-debian13:nonroot', 'docker.io/library/python:3.11-slim'];
    const images = Object.fromEntries(names.map((name) => [name, base]));
    const { result } = await build({ images }, { target });
    const { config } = metadata(result, 'containerimage.config') as { config: Record<string, unknown> };
    expect(Object.keys(config)).toContain('Env');
    expect(Object.keys(config)).not.toContain('OnBuild');
  });

  it('uses the session of each folder and caches of others', async () => {
    const { solved } = await build({}, { 'local-sessionid:context': 'other', 'cache-from': 'a/b' });
    const locals = solved
      .flatMap(opsOf)
      .flatMap(({ source }) => (source?.identifier?.startsWith('local') ? [source] : []));
    const sessions = new Set(
      locals.map(({ identifier, attrs }) => `${identifier} ${attrs?.get('local.session')}`),
    );
    expect([...sessions].toSorted()).toEqual(['local://context other', 'local://dockerfile session']);
    expect(solved.at(-1)?.CacheImports).toEqual([{ Type: 'registry', Attrs: new Map([['ref', 'a/b']]) }]);
  });
});

describe('an older daemon', () => {
  it.each([
    'source.metaresolver',
    'mergeop',
    'proto.refarray',
    'frontend.inputs',
    'exec.meta.setsdefaultpath',
  ])('builds without %s', async (capability) => {
    const { solved, methods, result } = await build({ without: [capability] });
    const ops = opsOf(solved.at(-1) ?? {});
    expect(ops.some(({ merge }) => merge !== undefined)).toBe(capability !== 'mergeop');
    expect(methods.includes('ResolveImageConfig')).toBe(capability === 'source.metaresolver');
    expect(result.refDeprecated !== undefined).toBe(capability === 'proto.refarray');
    const caps = [...(solved.at(-1)?.Definition?.metadata?.values() ?? [])].flatMap(({ caps }) => [
      ...(caps?.keys() ?? []),
    ]);
    expect(caps).not.toContain(capability);
  });

  it('gets the two older kinds of references', async () => {
    const { result } = await build({ without: ['proto.refarray'] }, { platform: 'linux/amd64,linux/arm64' });
    expect([...(result.refsDeprecated?.refs?.keys() ?? [])]).toEqual(['linux/amd64', 'linux/arm64']);
  });

  it.each([
    ['file.base', 'this BuildKit is too old for mopy: it needs 0.11, or Docker 23'],
    ['exec.mount.bind', 'this BuildKit (v0.1) is too old for this build: it lacks exec.mount.bind'],
  ])('without %s is told so', async (capability, message) => {
    await expect(build({ without: [capability] })).rejects.toThrow(message);
  });

  it.each<[string, string, string | undefined]>([
    ['git.checksum', '?commit=abc', undefined],
    ['git.fetchbycommit', '?commit=abc&fetch-by-commit', undefined],
    ['git.keepgitdir', '?keep-git-dir', undefined],
    ['git.skipsubmodules', '?submodules=false', undefined],
    ['git.mtime', '?mtime=commit', undefined],
    ['git.mountsshsock', '', 'git@example.org:a.git'],
  ])('without %s is asked for no repository that needs it', async (name, query, address) => {
    const context = `${address ?? 'https://example.org/a.git'}${query}`;
    const { solved } = await build({}, { context });
    const sources = opsOf(solved.at(-1) ?? {}).flatMap(({ source }) => source ?? []);
    expect(sources.some(({ attrs }) => attrs?.has(name))).toBe(true);
    await expect(build({ without: [`source.${name}`] }, { context })).rejects.toThrow(
      `is too old for this build: it lacks source.${name}`,
    );
  });

  it('dates the files of a repository where it can', async () => {
    const options = { context: 'https://example.org/a.git', 'build-arg:SOURCE_DATE_EPOCH': '1' };
    for (const without of [[], ['source.git.mtime']]) {
      const { solved } = await build({ without }, options);
      const dated = opsOf(solved.at(-1) ?? {}).some(({ source }) => source?.attrs?.has('git.mtime'));
      expect(dated).toBe(without.length === 0);
    }
  });

  it('is not told of warnings that it does not know', async () => {
    const { warned } = await build({ without: ['gateway.warnings'] }, { 'build-arg:X': '1' });
    expect(warned).toEqual([]);
  });
});

describe('warnings', () => {
  it('name the build arguments that nothing reads', async () => {
    const { warned } = await build({}, { 'build-arg:COLOUR': 'red', 'build-arg:BUILDKIT_SYNTAX': 'x' });
    const shown = warned.map(({ short }) => Buffer.from(short ?? '').toString());
    expect(shown).toContain('the build argument COLOUR is not used');
    expect(shown.join()).not.toContain('BUILDKIT_SYNTAX');
  });

  it('are a hundred at most', async () => {
    const unknown = Array.from({ length: 150 }, (_, index) => [`build-arg:X${index}`, '1'] as const);
    const { warned } = await build({}, Object.fromEntries(unknown));
    expect(warned).toHaveLength(101);
    expect(Buffer.from(warned.at(-1)?.short ?? '').toString()).toMatch(/^and \d+ more warnings$/);
  });

  it('tell once of a base whose triggers do not run', async () => {
    const images = { 'docker.io/library/python:3.11-slim': { config: { OnBuild: ['RUN false'] } } };
    const { warned } = await build({ images }, { platform: 'linux/amd64,linux/arm64' });
    const shown = warned.filter(({ short }) => Buffer.from(short ?? '').includes('ONBUILD'));
    expect(shown).toHaveLength(1);
    expect(Buffer.from(shown[0]?.short ?? '').toString()).toBe(
      'the triggers (ONBUILD) of the base image python:3.11-slim do not run',
    );
    expect(shown[0]?.ranges).toEqual([{ start: { line: 1 }, end: { line: 1 } }]);
  });

  it('go to the line that reads the Mopyfile', async () => {
    const text = `${MOPYFILE}indices: [{url: "https://ada:secret@example.org"}]\n`;
    const { warned } = await build({ files: { ...FILES, 'Mopyfile.yaml': text } });
    const shown = warned.map(({ short }) => Buffer.from(short ?? '').toString());
    expect(shown).toContainEqual(expect.stringMatching(/^index-credentials: .* \(line 3\)$/));
    const located = warned.filter(({ ranges }) => ranges !== undefined);
    expect(Buffer.from(located[0]?.info?.data ?? '').toString()).not.toContain('secret');
  });
});

describe('BUILDKIT_DOCKERFILE_CHECK', () => {
  const files = {
    ...FILES,
    'Mopyfile.yaml': `${MOPYFILE}indices: [{url: "https://ada:secret@example.org"}]\n`,
  };
  const buildWith = (check: string) => build({ files }, { 'build-arg:BUILDKIT_DOCKERFILE_CHECK': check });
  const codes = ['missing-syntax', 'index-credentials', 'inline-credentials'];

  it('leaves warnings out', async () => {
    const { warned } = await buildWith(`skip=${codes[0]},${codes[2]}`);
    expect(warned.map(({ short }) => Buffer.from(short ?? '').toString())).toEqual([
      expect.stringMatching(/^index-credentials: /),
    ]);
    expect((await buildWith('skip=all;error=true')).warned).toEqual([]);
  });

  it('makes errors of the others', async () => {
    const error = await buildWith(`error=true;skip=${codes[0]}`).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GatewayError);
    const { message, details } = (error as GatewayError).status;
    expect(message).toMatch(/^Mopyfile.yaml:3: .* \[index-credentials\]$/m);
    expect(message).toMatch(
      /^BUILDKIT_DOCKERFILE_CHECK makes errors of warnings: index-credentials, inline-credentials$/m,
    );
    expect(details).toHaveLength(2);
  });

  it('leaves errors alone', async () => {
    const broken = { 'Mopyfile.yaml': 'pyton: 3\n' };
    const check = { 'build-arg:BUILDKIT_DOCKERFILE_CHECK': 'skip=all' };
    await expect(build({ files: broken }, check)).rejects.toThrow('[unknown-key]');
  });
});

describe('errors', () => {
  it('carry the lines in the order in which they are printed last', async () => {
    const text = 'pyton: 3\nprojekt: app\npip: ["https://ada:secret@example.org/x y"]\n';
    const error = await build({ files: { 'Mopyfile.yaml': text } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GatewayError);
    const { code, message, details = [] } = (error as GatewayError).status;
    expect(code).toBe(2);
    expect(message).toContain('Mopyfile.yaml:1: `pyton` is not a key of a Mopyfile [unknown-key]\n');
    const values = details.map(({ value }) => JSON.parse(Buffer.from(value ?? '').toString()));
    const lines = values.map(({ ranges }) => ranges[0].start.line);
    expect(lines).toEqual(lines.toSorted().reverse());
    const shown = Buffer.from(values[0].info.data, 'base64').toString();
    expect(shown).toContain('***');
    expect(shown).not.toContain('secret');
  });

  it('say when there is no Mopyfile', async () => {
    await expect(build({ files: {} })).rejects.toThrow(
      'there is no Mopyfile.yaml where the build file should be',
    );
    await expect(build({ files: {} }, { cmdline: 'mopy' })).rejects.toThrow('there is no Dockerfile where');
  });
});
