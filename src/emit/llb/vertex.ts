import type { Platform } from '../../plan/plan.js';
import { digestOf } from '../../protobuf/digest.js';
import { encode } from '../../protobuf/encode.js';
import type * as pb from '../../protobuf/schema.generated.js';
import type { Location } from '../../source/source.js';

/** An op with what is said about it: a node of the graph that a definition lists. */
export interface Vertex {
  /** SHA-256 of the bytes: what other ops and the daemon know the op by. */
  readonly digest: string;
  readonly bytes: Uint8Array;
  readonly inputs: readonly Output[];
  readonly metadata: pb.OpMetadata;
  /** Places of the user's files that the op carries out. */
  readonly locations: readonly Location[];
  /** The same, of an op that another definition brought along. */
  readonly foreignPlaces?: readonly ForeignPlace[];
}

/** Lines of a file that only the definition knows which had it. */
export interface ForeignPlace {
  readonly info: pb.SourceInfo;
  readonly ranges: readonly pb.Range[];
}

/** A file system that an op makes. */
export interface Output {
  readonly vertex: Vertex;
  readonly index: number;
}

/** Metadata of an op, beside its bytes. */
export interface VertexDetails {
  /** The name in the progress display. */
  readonly name: string;
  /** Capabilities that a daemon needs for the op. */
  readonly capabilities: readonly string[];
  readonly locations?: readonly Location[] | undefined;
  readonly ignoreCache?: boolean | undefined;
  readonly progressGroup?: pb.ProgressGroup | undefined;
  readonly linuxResources?: pb.LinuxResources | undefined;
}

/** The number that stands for no input and for no output. */
export const none = -1n;

/** A vertex of an op; inputs and the empty constraints that every op carries are added here. */
export function createVertex(op: pb.Op, inputs: readonly Output[], details: VertexDetails): Vertex {
  const bytes = encode('pb.Op', { inputs: inputs.map(inputOf), ...op, constraints: {} });
  return {
    digest: digestOf(bytes),
    bytes,
    inputs,
    metadata: metadataOf(details),
    locations: details.locations ?? [],
  };
}

/** An output as other ops refer to it: by the digest of the op's bytes, and its place among the outputs. */
export function inputOf({ vertex, index }: Output): pb.Input {
  return { digest: vertex.digest, index: BigInt(index) };
}

function metadataOf({ name, capabilities, ignoreCache, progressGroup, linuxResources }: VertexDetails) {
  return {
    description: new Map([['llb.customname', name]]),
    caps: new Map(capabilities.map((capability) => [capability, true])),
    ...(ignoreCache ? { ignoreCache } : {}),
    progressGroup,
    linuxResources,
  };
}

/** An op's only or first result. */
export function outputOf(vertex: Vertex): Output {
  return { vertex, index: 0 };
}

/** Numbers an op's inputs in the order of use; what is used twice is one input, nothing is -1. */
export function numberInputs(used: readonly (Output | undefined)[]): {
  readonly inputs: readonly Output[];
  readonly indexes: readonly bigint[];
} {
  const inputs: Output[] = [];
  const indexes = used.map((output) => {
    if (output === undefined) {
      return none;
    }
    const known = inputs.findIndex((input) => isSame(input, output));
    return BigInt(known === -1 ? inputs.push(output) - 1 : known);
  });
  return { inputs, indexes };
}

function isSame(left: Output, right: Output): boolean {
  return left.vertex.digest === right.vertex.digest && left.index === right.index;
}

/** A platform in the field names of BuildKit's messages (solver/pb/ops.proto). */
export function platformOf({ os, architecture, variant }: Platform): pb.Platform {
  return { OS: os, Architecture: architecture, Variant: variant };
}
