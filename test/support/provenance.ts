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

/** The texts of the build's sources, by file name, as the provenance of an OCI tar has them. */
export async function provenanceSources(tar: string): Promise<ReadonlyMap<string, string>> {
  const { predicate } = await readProvenance(tar);
  const metadata = predicate.metadata ?? predicate.runDetails?.metadata ?? {};
  const { source } = (KEYS.map((key) => metadata[key]).find(Boolean) ?? {}) as SourceInformation;
  const infos = source?.infos ?? [];
  return new Map(infos.map(({ filename, data }) => [filename, Buffer.from(data, 'base64').toString()]));
}

async function readProvenance(tar: string): Promise<Provenance> {
  let document = await readJson(tar, 'index.json');
  while (document.manifests) {
    const manifests: readonly Descriptor[] = document.manifests;
    const attestation = manifests.find(({ annotations }) => annotations?.['vnd.docker.reference.type']);
    document = await readJson(tar, blobPath(attestation ?? manifests[0]));
  }
  return (await readJson(tar, blobPath(document.layers?.[0]))) as unknown as Provenance;
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
