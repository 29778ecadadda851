import { unique } from '../../basics/unique.js';
import type * as pb from '../../protobuf/schema.generated.js';
import { maskedText } from '../../source/credentials.js';
import { lineRanges } from '../../source/position.js';
import type { Location, Source, SourceKind } from '../../source/source.js';
import type { ForeignPlace } from './vertex.js';

/** The places that an op carries out: lines of the user's files, and of files that came with another definition. */
export interface Places {
  readonly own: readonly Location[];
  readonly foreign: readonly ForeignPlace[];
}

/**
 * Which lines each op carries out, by digest: what BuildKit shows when a step fails. The texts of the user's
 * files go along with their credentials masked. The Mopyfile is always the first, foreign files are the last.
 */
export function sourceMap(mopyfile: Source, places: ReadonlyMap<string, Places>): pb.Source {
  const all = [...places.values()];
  const sources = unique([mopyfile, ...all.flatMap(({ own }) => own.map(({ source }) => source))]);
  const foreign = unique(all.flatMap((place) => place.foreign.map(({ info }) => info)));
  const locations = [...places].map(([digest, place]): [string, pb.Locations] => [
    digest,
    {
      locations: [
        ...ownLocations(sources, place.own),
        ...foreignLocations(foreign, place.foreign, sources.length),
      ],
    },
  ]);
  return {
    locations: new Map(locations.filter(([, { locations: found = [] }]) => found.length > 0)),
    infos: [...sources.map(sourceInfo), ...foreign],
  };
}

/** A file as BuildKit shows it, without its credentials. */
export function sourceInfo(source: Source): pb.SourceInfo {
  return {
    filename: source.filename,
    data: new TextEncoder().encode(maskedText(source)),
    language: LANGUAGES[source.kind],
  };
}

/** As linguist names them, which is what BuildKit's clients colour by. */
const LANGUAGES: Readonly<Record<SourceKind, string>> = {
  mopyfile: 'YAML',
  requirements: 'Pip Requirements',
  lock: 'TOML',
  ignore: 'Ignore List',
};

function ownLocations(sources: readonly Source[], places: readonly Location[]): readonly pb.Location[] {
  return sources.flatMap((source, sourceIndex) => {
    const own = places.filter((place) => place.source === source);
    const ranges = lineRanges(own).map(({ first, last }) => ({
      start: { line: first },
      end: { line: last },
    }));
    return own.length === 0 ? [] : [{ sourceIndex, ranges }];
  });
}

/** A definition that is used twice says the same twice. */
function foreignLocations(
  infos: readonly pb.SourceInfo[],
  places: readonly ForeignPlace[],
  offset: number,
): readonly pb.Location[] {
  const infoOf = new Map(places.map(({ info, ranges }) => [ranges, info]));
  return [...infoOf].map(([ranges, info]) => ({ sourceIndex: offset + infos.indexOf(info), ranges }));
}
