import { decode } from '../../src/protobuf/decode.js';
import { digestOf } from '../../src/protobuf/digest.js';
import type { Definition } from '../../src/protobuf/schema.generated.js';
import { type Json, toJson } from './protobuf-json.js';

/** A definition for people: ops in their order with their digests, then metadata and source map. */
export interface DefinitionJson {
  readonly def: readonly { readonly digest: string; readonly op: Json }[];
  readonly metadata: Json;
  readonly source: Json;
}

/** Reads back the ops' own bytes, so that what is shown is what a daemon sees. */
export function definitionJson({ def = [], metadata = new Map(), Source = {} }: Definition): DefinitionJson {
  return {
    def: def.map((bytes) => ({ digest: digestOf(bytes), op: toJson('pb.Op', decode('pb.Op', bytes)) })),
    metadata: Object.fromEntries(
      [...metadata].map(([digest, entry]) => [digest, toJson('pb.OpMetadata', entry)]),
    ),
    source: toJson('pb.Source', Source),
  };
}
