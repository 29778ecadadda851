import type { DefinitionJson } from './llb-json.js';

/** Parts of an op's JSON that the comparison looks into. */
interface OpJson {
  readonly inputs?: readonly { readonly digest: string; readonly index?: string }[];
  readonly source?: { readonly identifier: string; readonly attrs?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/** Metadata as this project's JSON and as BuildKit's own JSON have it. */
interface MetadataJson {
  readonly ignoreCache?: boolean;
  readonly ignore_cache?: boolean;
  readonly caps?: Readonly<Record<string, boolean>>;
  readonly progressGroup?: { readonly weak?: boolean };
  readonly progress_group?: { readonly weak?: boolean };
}

/** The output of `frontend.convertllb`: ops by digest. */
export interface ConvertedJson {
  readonly def: Readonly<Record<string, OpJson>>;
  readonly metadata: Readonly<Record<string, MetadataJson>>;
}

/** An op without what differs from build to build, its inputs written out in place of their digests. */
export interface ComparableOp {
  readonly op: unknown;
  readonly inputs: readonly string[];
  readonly metadata: unknown;
}

/** Brings this project's definition into the form that BuildKit's conversion has. */
export function asConverted({ def, metadata }: DefinitionJson): ConvertedJson {
  return {
    def: Object.fromEntries(def.map(({ digest, op }) => [digest, op as OpJson])),
    metadata: metadata as unknown as ConvertedJson['metadata'],
  };
}

/**
 * The ops from the result down, each with a short name made of its place. Identities of local sources
 * and image digests are left out, and so are the digests that follow from them, names, and the ids of
 * progress groups.
 */
export function comparableOps({ def, metadata }: ConvertedJson): Readonly<Record<string, ComparableOp>> {
  const names = new Map<string, string>();
  const result: Record<string, ComparableOp> = {};
  const visit = (digest: string): string => {
    const known = names.get(digest);
    if (known) {
      return known;
    }
    const { inputs = [], ...op } = def[digest] ?? {};
    const inputNames = inputs.map(({ digest: input, index = '0' }) => `${visit(input)}:${index}`);
    const name = `op${names.size}`;
    names.set(digest, name);
    result[name] = {
      op: withoutIdentity(op),
      inputs: inputNames,
      metadata: comparableMetadata(metadata[digest]),
    };
    return name;
  };
  visit(terminalDigest(def));
  return result;
}

/** The op that no other one uses. */
function terminalDigest(def: ConvertedJson['def']): string {
  const used = new Set(Object.values(def).flatMap(({ inputs = [] }) => inputs.map(({ digest }) => digest)));
  const ends = Object.keys(def).filter((digest) => !used.has(digest));
  if (ends.length !== 1) {
    throw new Error(`${ends.length} ops have no user`);
  }
  return ends[0] ?? '';
}

function withoutIdentity(op: OpJson): unknown {
  if (!op.source) {
    return op;
  }
  const { identifier, attrs } = op.source;
  const kept = Object.entries(attrs ?? {}).filter(([key]) => !/^local\.(session|unique)$/.test(key));
  const source = {
    identifier: identifier.replace(/@sha256:[0-9a-f]+$/, ''),
    attrs: Object.fromEntries(kept),
  };
  return { ...op, source };
}

function comparableMetadata(metadata: MetadataJson = {}): unknown {
  const group = metadata.progressGroup ?? metadata.progress_group;
  const capabilities = Object.keys(metadata.caps ?? {}).filter(
    (name) => !/^source\.local\.(sessionid|unique)$/.test(name),
  );
  return {
    ignoreCache: metadata.ignoreCache ?? metadata.ignore_cache ?? false,
    capabilities: capabilities.sort(),
    progressGroup: group ? (group.weak ? 'weak' : 'strong') : 'none',
  };
}
