import { run } from './mopy.js';

/** What the tests look at in a provenance statement of `mode=max`. */
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
  if (first === undefined) throw new Error(`${tar} holds no provenance`);
  return first;
}

/** The same of each attestation. */
export async function allProvenanceSources(tar: string): Promise<readonly ReadonlyMap<string, string>[]> {
  const attestations = await attestationsIn(tar, 'index.json');
  const statements = attestations.map(({ layers }) => readJson(tar, blobPath(layers?.[0])));
  return (await Promise.all(statements)).map((statement) => sourcesOf(statement as unknown as Provenance));
}

function sourcesOf({ predicate }: Provenance): ReadonlyMap<string, string> {
  const metadata = predicate.metadata ?? predicate.runDetails?.metadata ?? {};
  const { source } = (KEYS.map((key) => metadata[key]).find(Boolean) ?? {}) as SourceInformation;
  const infos = source?.infos ?? [];
  return new Map(infos.map(({ filename, data }) => [filename, Buffer.from(data, 'base64').toString()]));
}

/** The manifests of attestations in an index and the indices that it names. */
async function attestationsIn(tar: string, index: string): Promise<readonly Document[]> {
  const { manifests = [] } = await readJson(tar, index);
  const found = manifests.map(async (descriptor) => {
    const path = blobPath(descriptor);
    if (descriptor.annotations?.['vnd.docker.reference.type']) return [await readJson(tar, path)];
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
  const { stdout } = await run('tar', ['--extract', '--to-stdout', '--file', tar, name]);
  return JSON.parse(stdout);
}

function blobPath(descriptor: Descriptor | undefined): string {
  return `blobs/${descriptor?.digest.replace(':', '/')}`;
}
