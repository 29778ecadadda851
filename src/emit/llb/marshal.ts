import { grouped } from '../../basics/grouped.js';
import { digestOf } from '../../protobuf/digest.js';
import { encode } from '../../protobuf/encode.js';
import type * as pb from '../../protobuf/schema.generated.js';
import type { Source } from '../../source/source.js';
import { type Places, sourceMap } from './source-map.js';
import { inputOf, type Output, type Vertex } from './vertex.js';

/**
 * The definition whose result is `result`: every op that it needs, inputs before their users and each
 * once, the terminal op last, and an entry of metadata for each of them.
 */
export function marshal(result: Output, mopyfile: Source): pb.Definition {
  const vertices = collect(result.vertex);
  const byDigest = grouped(vertices, ({ digest }) => digest);
  const digests = [...byDigest.keys()];
  const distinct = [...byDigest.values()];
  const metadata = distinct.map((same) => mergeMetadata(same.map((vertex) => vertex.metadata)));
  const terminal = encode('pb.Op', { inputs: [inputOf(result)] });
  const places = distinct.map((same): [string, Places] => [
    same[0].digest,
    {
      own: same.flatMap(({ locations }) => locations),
      foreign: same.flatMap(({ foreignPlaces = [] }) => foreignPlaces),
    },
  ]);
  return {
    def: [...distinct.map(([vertex]) => vertex.bytes), terminal],
    metadata: new Map([
      ...digests.map((digest, index): [string, pb.OpMetadata] => [digest, metadata[index] ?? {}]),
      [digestOf(terminal), { caps: terminalCapabilities(metadata) }],
    ]),
    Source: sourceMap(mopyfile, new Map(places)),
  };
}

/**
 * Depth first, inputs before their users. Equal ops of different steps are all there. A stage may have as many steps as
 * a project has files: the way is a list, not the call stack.
 */
function collect(last: Vertex): readonly Vertex[] {
  const found = new Set<Vertex>();
  const way = [{ vertex: last, next: 0 }];
  for (let end = way.at(-1); end !== undefined; end = way.at(-1)) {
    const input = end.vertex.inputs[end.next];
    end.next += 1;
    if (input === undefined) {
      found.add(end.vertex);
      way.pop();
    } else if (!found.has(input.vertex)) {
      way.push({ vertex: input.vertex, next: 0 });
    }
  }
  return [...found];
}

/** The metadata of an op that several steps have in common. */
function mergeMetadata(all: readonly pb.OpMetadata[]): pb.OpMetadata {
  const entries = <Value>(pick: (metadata: pb.OpMetadata) => ReadonlyMap<string, Value> | undefined) =>
    new Map(all.flatMap((metadata) => [...(pick(metadata) ?? [])]));
  return {
    ...Object.assign({}, ...all),
    ...(all.some(({ ignoreCache }) => ignoreCache) ? { ignoreCache: true } : {}),
    description: entries(({ description }) => description),
    caps: entries(({ caps }) => caps),
  };
}

function terminalCapabilities(all: readonly pb.OpMetadata[]): ReadonlyMap<string, boolean> {
  const wanted: Readonly<Record<string, boolean>> = {
    constraints: true,
    platform: true,
    'meta.description': all.some(({ description }) => (description?.size ?? 0) > 0),
    'meta.ignorecache': all.some(({ ignoreCache }) => ignoreCache),
    'meta.exportcache': all.some(({ exportCache }) => exportCache !== undefined),
  };
  return new Map(Object.entries(wanted).filter(([, isWanted]) => isWanted));
}
