import { decode } from '../../protobuf/decode.js';
import { digestOf } from '../../protobuf/digest.js';
import type * as pb from '../../protobuf/schema.generated.js';
import type { ForeignPlace, Output, Vertex } from './vertex.js';

/**
 * The result of a definition made elsewhere, such as a context that a client hands over, as an input
 * for ops of this one. Its ops keep their bytes, and the lines that are shown when they fail. Undefined for an empty definition; throws where an
 * op refers to one that is not there.
 */
export function graftDefinition({ def = [], metadata, Source }: pb.Definition): Output | undefined {
  const bytesOf = new Map(def.map((bytes) => [digestOf(bytes), bytes]));
  const made = new Map<string, Vertex>();
  const vertexOf = (digest: string): Vertex => {
    const known = made.get(digest);
    if (known) {
      return known;
    }
    const bytes = bytesOf.get(digest);
    if (!bytes) {
      throw new Error(`a definition refers to ${digest}, which is not in it`);
    }
    const inputs = inputsOf(bytes).map(outputOf);
    const foreignPlaces = placesOf(Source, digest);
    const vertex = {
      digest,
      bytes,
      inputs,
      metadata: metadata?.get(digest) ?? {},
      locations: [],
      foreignPlaces,
    };
    made.set(digest, vertex);
    return vertex;
  };
  const outputOf = ({ digest = '', index = 0n }: pb.Input): Output => ({
    vertex: vertexOf(digest),
    index: Number(index),
  });
  const terminal = def.at(-1);
  return terminal ? inputsOf(terminal).map(outputOf)[0] : undefined;
}

function placesOf({ infos = [], locations }: pb.Source = {}, digest: string): readonly ForeignPlace[] {
  const known = locations?.get(digest)?.locations ?? [];
  return known.flatMap(({ sourceIndex = 0, ranges = [] }) => {
    const info = infos[sourceIndex];
    return info === undefined ? [] : [{ info, ranges }];
  });
}

function inputsOf(bytes: Uint8Array): readonly pb.Input[] {
  return decode('pb.Op', bytes).inputs ?? [];
}
