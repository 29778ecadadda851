import type * as pb from '../../protobuf/schema.generated.js';
import { maskedText } from '../../source/credentials.js';
import { linesOf } from '../../source/position.js';
import type { Location, Source } from '../../source/source.js';

/**
 * Which lines of the user's files each op carries out, by digest: what BuildKit shows when a step
 * fails. The files' texts go along with their credentials masked. The Mopyfile is always the first.
 */
export function sourceMap(mopyfile: Source, locations: ReadonlyMap<string, readonly Location[]>): pb.Source {
  const sources = [...new Set([mopyfile, ...[...locations.values()].flat().map(({ source }) => source)])];
  const located = [...locations].filter(([, places]) => places.length > 0);
  return {
    locations: new Map(located.map(([digest, places]) => [digest, placesOf(sources, places)])),
    infos: sources.map(sourceInfo),
  };
}

/** A file as BuildKit shows it, without its credentials. */
export function sourceInfo(source: Source): pb.SourceInfo {
  return {
    filename: source.filename,
    data: new TextEncoder().encode(maskedText(source)),
    // Names are linguist's.
    language: source.filename.endsWith('.txt') ? 'Pip Requirements' : 'YAML',
  };
}

function placesOf(sources: readonly Source[], places: readonly Location[]): pb.Locations {
  const locations = sources.flatMap((source, sourceIndex) => {
    const own = places.filter((place) => place.source === source);
    return own.length === 0 ? [] : [{ sourceIndex, ranges: rangesOf(own) }];
  });
  return { locations };
}

/** Lines from top to bottom, each once. */
function rangesOf(places: readonly Location[]): readonly pb.Range[] {
  const lines = places
    .map(({ source, span }) => linesOf(source, span))
    .sort((a, b) => a.first - b.first || a.last - b.last);
  const merged: { first: number; last: number }[] = [];
  for (const { first, last } of lines) {
    const previous = merged.at(-1);
    if (previous && first <= previous.last + 1) previous.last = Math.max(previous.last, last);
    else merged.push({ first, last });
  }
  return merged.map(({ first, last }) => ({ start: { line: first }, end: { line: last } }));
}
