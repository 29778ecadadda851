import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../src/protobuf/decode.js';
import { type Built, build, contextWith, type Way } from '../support/builds.js';
import { ensureImages } from '../support/engine.js';
import { evaluate, readConfig, temporaryFolder } from '../support/image.js';
import { sourceDistribution, wheel } from '../support/packages.js';
import { definitionApart, provenanceSources } from '../support/provenance.js';
import { type PackageIndex, packageIndex } from '../support/servers/package-index.js';
import { type HttpProxy, proxy } from '../support/servers/proxy.js';
import { commandLinesWith, tracesIn, tracesOf } from '../support/traces.js';

const mark = () => randomBytes(8).toString('hex');
const marks = { user: mark(), password: mark(), token: mark(), file: mark(), named: mark() };
/** Texts that would betray a credential, in any encoding. */
const traces = Object.values(marks).flatMap(tracesOf);

const user = `us er@${marks.user}`;
const password = `p@ss/w:rd?#%&+'"$\\{}${marks.password}`;
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);

/** Values as a caller of buildctl has to set them: user name and password as they stand in a URL. */
const secretVariables = {
  MOPY_CREDENTIAL_1: `${encoded(user)}:${encoded(password)}`,
  MOPY_CREDENTIAL_2: marks.token,
  MOPY_CREDENTIAL_3: `reader:${marks.file}`,
  MOPY_CREDENTIAL_4: `reader:${marks.named}`,
};

/** Everything is there and nowhere else; `mopy-source` is built, with a requirement that is only in this index. */
const areas = {
  main: { user, password, files: [sourceDistribution('mopy-source', ['mopy-helper']), wheel('mopy-helper')] },
  token: { user: marks.token, password: '', files: [wheel('mopy-token')] },
  direct: { user: 'reader', password: marks.file, files: [wheel('mopy-direct')] },
  named: { user: 'reader', password: marks.named, files: [wheel('mopy-named')] },
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let index: PackageIndex;
let internet: HttpProxy;
/** Command lines that show a credential at a moment when pip waits for an answer. */
const betraying = new Set<string>();

beforeAll(async () => {
  folder = await temporaryFolder();
  internet = await proxy('refuse');
  index = await packageIndex(areas, {
    onRequest: () => {
      for (const line of commandLinesWith(traces)) {
        betraying.add(line);
      }
    },
  });
});
afterAll(async () => {
  await Promise.all([index.stop(), internet.stop()]);
  await folder.remove();
});

/** `nonce` makes steps of its own: a cached step would prove nothing. */
function mopyfile(nonce: string): string {
  const host = `127.0.0.1:${index.port}`;
  return `python: 3.11
indices:
  - url: http://${host}/main~${nonce}/simple
    username: ${JSON.stringify(user)}
    password: ${JSON.stringify(password)}
    default: true
  - url: http://${host}/token/simple
    username: ${marks.token}
pip:
  - mopy-source
  - mopy-token
  - http://reader:${marks.file}@${host}/direct/files/mopy_direct-1.0-py3-none-any.whl
  - mopy-named @ http://reader:${marks.named}@${host}/named/files/mopy_named-1.0-py3-none-any.whl
`;
}

const provenance = ['--opt', 'attest:provenance=mode=max'];

/** A proxy for all requests to the internet, which refuses them and remembers. */
function onlyThisMachine(): Readonly<Record<string, string>> {
  return { http_proxy: internet.origin, https_proxy: internet.origin, no_proxy: '127.0.0.1' };
}

/** Addresses that pip has noted for what is installed by URL, as anybody reads them in the image. */
const SOURCES =
  '[json.loads(importlib.metadata.distribution(name).read_text("direct_url.json"))["url"] for name in ["mopy-direct", "mopy-named"]]';

interface Case {
  readonly built: Built;
  /** Command lines that showed a credential meanwhile. */
  readonly betraying: readonly string[];
}

/** Builds the Mopyfile above, and fails unless all of it was fetched from the index and from nowhere else. */
async function buildCase(
  way: Way,
  credentials: 'inline' | 'secret',
  words: readonly string[],
): Promise<Case> {
  const nonce = `${way}-${credentials}`;
  const context = await contextWith(folder.path, nonce, mopyfile(nonce));
  betraying.clear();
  const built = await build(way, {
    context,
    folder: join(folder.path, `built-${nonce}`),
    credentials,
    words,
    environment: { ...onlyThisMachine(), ...(way !== 'mopy' && credentials === 'secret' && secretVariables) },
  });
  expect(built.exitCode, built.stderr).toBe(0);
  expect(index.requests).toContain(`/main~${nonce}/simple/mopy-helper/`);
  expect(internet.targets).toEqual([]);
  const names = '[mopy_source.NAME, mopy_token.NAME, mopy_direct.NAME, mopy_named.NAME]';
  const modules = ['mopy_source', 'mopy_token', 'mopy_direct', 'mopy_named'];
  expect(await evaluate(built.tar, names, modules)).toEqual([
    'mopy-source',
    'mopy-token',
    'mopy-direct',
    'mopy-named',
  ]);
  expect(await evaluate(built.tar, SOURCES, ['importlib.metadata'])).toEqual(
    ['direct', 'named'].map(
      (area) => `http://127.0.0.1:${index.port}/${area}/files/mopy_${area}-1.0-py3-none-any.whl`,
    ),
  );
  return { built, betraying: [...betraying] };
}

async function expectCleanLabels({ tar }: Built): Promise<void> {
  const { Labels = {} } = await readConfig(tar);
  expect(JSON.parse(Labels['mopy.sbom'] ?? '')).toEqual([
    'mopy-source',
    'mopy-token',
    `http://127.0.0.1:${index.port}/direct/files/mopy_direct-1.0-py3-none-any.whl`,
    `mopy-named @ http://127.0.0.1:${index.port}/named/files/mopy_named-1.0-py3-none-any.whl`,
  ]);
  expect(tracesIn(JSON.stringify(Labels), traces)).toEqual([]);
}

/** The lines are those of the Mopyfile, each credential of them masked. */
function expectMasked(text: string | undefined): void {
  expect(text).toBe(`#syntax=mopy/mopy:1\n${masked(mopyfile('NONCE'))}`.replaceAll('NONCE', nonceIn(text)));
}

function nonceIn(text = ''): string {
  return /main~([^/]+)/.exec(text)?.[1] ?? '';
}

function masked(text: string): string {
  return text.replace(/(?<=name: |word: ).*|(?<=\/\/)reader:[^@]+/g, '***');
}

function sourceMap(llb: Buffer): string | undefined {
  const [file] = decode('pb.Definition', llb).Source?.infos ?? [];
  return file?.data && Buffer.from(file.data).toString();
}

describe('with secrets, no credential is anywhere', () => {
  it.each<Way>(['mopy', 'llb', 'dockerfile'])('built by %s', async (way) => {
    const { built, betraying } = await buildCase(way, 'secret', provenance);
    expect(tracesIn(built.emitted, traces)).toEqual([]);
    expect(tracesIn(built.notes, traces)).toEqual([]);
    expect(tracesIn(built.stderr, traces)).toEqual([]);
    // Layers, config, history and provenance.
    expect(tracesIn(await readFile(built.tar), traces)).toEqual([]);
    expect(betraying).toEqual([]);
    await expectCleanLabels(built);
    if (way !== 'dockerfile') {
      expectMasked((await provenanceSources(built.tar)).get('Mopyfile.yaml'));
    }
  });
});

it('keeps credentials from an old pip as well', async () => {
  await ensureImages('python:3.9.2');
  // This pip knows one credential for each host and port.
  const [, alone = ''] = /^(.*) {2}- url: [^ ]*\/token/s.exec(mopyfile('old')) ?? [];
  const text = `${alone.replace('3.11', '3.9.2')}pip: [mopy-source]\n`;
  const context = await contextWith(folder.path, 'old', text);
  betraying.clear();
  const built = await build('mopy', { context, folder: join(folder.path, 'built-old') });
  expect(built.exitCode, built.stderr).toBe(0);
  expect(index.requests).toContain('/main~old/simple/mopy-helper/');
  expect(await evaluate(built.tar, 'mopy_source.NAME', ['mopy_source'])).toBe('mopy-source');
  expect([...betraying]).toEqual([]);
  expect(tracesIn(built.stderr, traces)).toEqual([]);
  expect(tracesIn(await readFile(built.tar), traces)).toEqual([]);
});

/** Provenance of `mode=max` has the definition. Nothing else of the image holds a credential. */
async function expectInDefinitionAlone({ tar }: Built): Promise<void> {
  const { definition, rest } = await definitionApart(tar);
  for (const mark of Object.values(marks)) {
    expect(tracesIn(definition, tracesOf(mark))).not.toEqual([]);
  }
  expect(tracesIn(rest, traces)).toEqual([]);
}

describe('inline, credentials stand in the definition alone', () => {
  it('built by mopy', async () => {
    const { built, betraying } = await buildCase('mopy', 'inline', provenance);
    await expectInDefinitionAlone(built);
    expectMasked((await provenanceSources(built.tar)).get('Mopyfile.yaml'));
    expect(built.stderr).toContain('credentials are written into the build definition');
    await expectCleanLabels(built);
    // Proves that the other tests look where something can be seen: pip names its indices to its children.
    expect(betraying.join('\n')).toContain(`--extra-index-url http://${marks.token}@`);
    expect(betraying.join('\n')).not.toContain('buildctl');
  });

  it('built from LLB', async () => {
    const { built } = await buildCase('llb', 'inline', provenance);
    expect(tracesIn(built.emitted, traces)).not.toEqual([]);
    await expectInDefinitionAlone(built);
    expectMasked(sourceMap(built.emitted));
    expectMasked((await provenanceSources(built.tar)).get('Mopyfile.yaml'));
    expect(tracesIn(built.notes, traces)).toEqual([]);
    await expectCleanLabels(built);
  });

  it('built from a Dockerfile', async () => {
    const { built } = await buildCase('dockerfile', 'inline', provenance);
    expect(tracesIn(built.emitted, traces)).not.toEqual([]);
    await expectInDefinitionAlone(built);
    expect(tracesIn(built.notes, traces)).toEqual([]);
    await expectCleanLabels(built);
  });
});

it('asks PyPI too where no index replaces it', async () => {
  const context = await contextWith(
    folder.path,
    'beside',
    `python: 3.11
envs:
  PIP_RETRIES: "0"
  NONCE: ${marks.user}
indices:
  - url: http://127.0.0.1:${index.port}/token/simple
    username: ${marks.token}
pip: [mopy-token]
`,
  );
  const built = await build('mopy', {
    context,
    folder: join(folder.path, 'built-beside'),
    environment: onlyThisMachine(),
  });
  // A build may fail or go on without PyPI: that is pip's affair.
  expect(internet.targets, built.stderr).not.toEqual([]);
});

/** An entry that is nowhere, between others with credentials. */
function failing(nonce: string): string {
  return mopyfile(nonce)
    .replace('  - mopy-token\n', '  - mopy-nowhere==9\n')
    .replace(/ {2}- mopy-named.*\n/, '');
}

it.each(['secret', 'inline'] as const)(
  'shows the lines of a failing step with *** (%s)',
  async (credentials) => {
    const nonce = `failing-${credentials}`;
    const text = failing(nonce);
    const context = await contextWith(folder.path, nonce, `${text}labels: {a: b}\n`);
    const built = await build('mopy', {
      context,
      folder: join(folder.path, `built-${nonce}`),
      credentials,
      environment: onlyThisMachine(),
    });
    expect(built.exitCode).toBe(1);
    expect(built.stderr).toMatch(/No matching distribution found for mopy-nowhere==9/);
    const marked = built.stderr.split('\n').flatMap((line) => /^ *\d+ \| >>> (.*)$/.exec(line)?.[1] ?? []);
    expect(marked).toEqual(masked(text).split('pip:\n')[1]?.trimEnd().split('\n'));
    // pip itself prints the user names of inline indices.
    const hidden =
      credentials === 'secret' ? traces : [marks.password, marks.token, marks.file].flatMap(tracesOf);
    expect(tracesIn(built.stderr, hidden)).toEqual([]);
  },
);
