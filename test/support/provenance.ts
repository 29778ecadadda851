import { readFile } from 'node:fs/promises';
import { run } from './mopy.js';

/** The parts of a provenance statement of `mode=max` that the tests look at. */
interface Provenance {
  readonly predicate: {
    readonly metadata?: BuildkitMetadata;
    readonly runDetails?: { readonly metadata?: BuildkitMetadata };
  };
}
type BuildkitMetadata = Readonly<Record<string, unknown>>;

interface SourceInformation {
  readonly source?: { readonly infos?: readonly { readonly filename: string; readonly data: string }[] };
}

const KEYS = ['https://mobyproject.org/buildkit@v1#metadata', 'buildkit_metadata'];

/** The texts of the build's sources, by file name, as the first provenance of an OCI tar has them. */
export async function provenanceSources(tar: string): Promise<ReadonlyMap<string, string>> {
  const [first] = await allProvenanceSources(tar);
  if (first === undefined) {
    throw new Error(`${tar} holds no provenance`);
  }
  return first;
}

/** The same of each attestation. */
export async function allProvenanceSources(tar: string): Promise<readonly ReadonlyMap<string, string>[]> {
  return (await statementsIn(tar)).map((statement) => sourcesOf(JSON.parse(statement)));
}

function sourcesOf({ predicate }: Provenance): ReadonlyMap<string, string> {
  const metadata = predicate.metadata ?? predicate.runDetails?.metadata ?? {};
  const { source } = (KEYS.map((key) => metadata[key]).find(Boolean) ?? {}) as SourceInformation;
  const infos = source?.infos ?? [];
  return new Map(infos.map(({ filename, data }) => [filename, Buffer.from(data, 'base64').toString()]));
}

/**
 * The bytes of an OCI tar in two parts: those that hold the build's definition, which are what max provenance tells of its
 * operations and of a Dockerfile, and all others.
 */
export async function definitionApart(
  tar: string,
): Promise<{ readonly definition: string; readonly rest: Buffer }> {
  const [text = ''] = await statementsIn(tar);
  const bytes = await readFile(tar);
  const at = bytes.indexOf(text);
  if (text === '' || at < 0) {
    throw new Error(`${tar} does not hold its provenance as plain text`);
  }
  const found: unknown[] = [];
  const others = JSON.stringify(JSON.parse(text), (key, value) => {
    if (!DEFINITION_KEYS.has(key)) {
      return value;
    }
    found.push(value);
    return undefined;
  });
  const rest = [bytes.subarray(0, at), Buffer.from(others), bytes.subarray(at + Buffer.byteLength(text))];
  return { definition: JSON.stringify(found), rest: Buffer.concat(rest) };
}

/** `infos` are the texts that source maps point to. */
const DEFINITION_KEYS: ReadonlySet<string> = new Set(['llbDefinition', 'infos']);

/** The statement of each attestation. */
async function statementsIn(tar: string): Promise<readonly string[]> {
  const attestations = await attestationsIn(tar, 'index.json');
  return Promise.all(attestations.map(({ layers }) => readText(tar, blobPath(layers?.[0]))));
}

/** The manifests of attestations in an index and the indices that it names. */
async function attestationsIn(tar: string, index: string): Promise<readonly Document[]> {
  const { manifests = [] } = await readJson(tar, index);
  const found = manifests.map(async (descriptor) => {
    const path = blobPath(descriptor);
    if (descriptor.annotations?.['vnd.docker.reference.type']) {
      return [await readJson(tar, path)];
    }
    return attestationsIn(tar, path);
  });
  return (await Promise.all(found)).flat();
}

interface Descriptor {
  readonly digest: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Document {
  readonly manifests?: readonly Descriptor[];
  readonly layers?: readonly Descriptor[];
}

async function readJson(tar: string, name: string): Promise<Document> {
  return JSON.parse(await readText(tar, name));
}

async function readText(tar: string, name: string): Promise<string> {
  return (await run('tar', ['--extract', '--to-stdout', '--file', tar, name])).stdout;
}

function blobPath(descriptor: Descriptor | undefined): string {
  return `blobs/${descriptor?.digest.replace(':', '/')}`;
}
