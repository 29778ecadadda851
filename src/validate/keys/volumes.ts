import type { ParsedScalar } from '../../parse/parsed-document.js';
import type { Key } from '../key.js';
import type { Mopyfile } from '../mopyfile.js';
import type { Report, Violation } from '../report.js';
import { scalarItems } from '../scalars.js';
import { type Explanation, REMOVE } from '../shape.js';
import { isIn, whyHeld } from './volumes/held.js';

/** A folder that can be a volume. */
interface Volume {
  readonly path: string;
  readonly scalar: ParsedScalar;
}

/** Folders for data that outlives a container. */
export const volumes: Key<Pick<Mopyfile, 'volumes'>> = {
  name: 'volumes',
  shape: {
    subject: '`volumes`',
    expected: 'a list of folders',
    example: 'volumes:\n  - /data',
    empty: REMOVE,
    synonyms: ['volume', 'mounts'],
    accepts: {
      list: {
        subject: 'this entry of `volumes`',
        expected: 'an absolute path',
        example: '`- /data`',
        accepts: { text: true },
        explain: explainPath,
      },
    },
  },
  read: ({ document: { source }, value, above, report }) => {
    const found: Volume[] = [];
    for (const scalar of scalarItems(value)) {
      const path = withoutSlash(scalar.text);
      const reason = whyHeld(path, above.project);
      if (reason === undefined) {
        found.push({ path, scalar });
      } else {
        report(taken(scalar, reason));
      }
    }
    reportNested(found, report);
    return {
      volumes: found.map(({ path, scalar: { span } }) => ({ value: path, location: { source, span } })),
    };
  },
};

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}

function explainPath(text: string): Explanation {
  const [source, folder] = text.split(':');
  const hint =
    source && folder?.startsWith('/')
      ? `write the folder of the container alone, \`${folder}\`; what is mounted there is said by \`docker run -v\``
      : 'write an absolute path of letters, digits and `._@+-`, without `.` and `..`, for example `/data`';
  return { code: 'volume', message: `\`${text}\` is not a folder that can be a volume`, hint };
}

function taken({ span }: ParsedScalar, reason: string): Violation {
  return {
    code: 'volume-held',
    message: `${reason}, which a volume would cover`,
    hint: 'take a folder of its own, for example `/data` or `/home/nonroot/data`',
    at: span,
  };
}

function reportNested(found: readonly Volume[], report: Report): void {
  const others = nestedVolumes(found);
  for (const later of found) {
    const other = others.get(later);
    if (other !== undefined) {
      report(nested(later, other));
    }
  }
}

/** Of each two volumes of which one lies in the other or is the same: the later one, and the other. */
function nestedVolumes(found: readonly Volume[]): ReadonlyMap<Volume, Volume> {
  const order = new Map(found.map((volume, index) => [volume, index]));
  const place = (volume: Volume): number => order.get(volume) ?? 0;
  const keyed = found.map((volume) => ({ volume, key: `${volume.path}/` }));
  const sorted = keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const nested = new Map<Volume, Volume>();
  // Sorted like this, a folder stands before all that lies in it.
  const outer: Volume[] = [];
  for (const { volume } of sorted) {
    let last = outer.at(-1);
    while (last !== undefined && !isIn(volume.path, last.path)) {
      outer.pop();
      last = outer.at(-1);
    }
    if (last !== undefined) {
      const [earlier, later] = place(last) < place(volume) ? [last, volume] : [volume, last];
      nested.set(later, nested.get(later) ?? earlier);
    }
    outer.push(volume);
  }
  return nested;
}

function nested({ path, scalar }: Volume, other: Volume): Violation {
  const repeated = other.path === path;
  const [inner, outer] = isIn(path, other.path) ? [path, other.path] : [other.path, path];
  return {
    code: 'volume-nested',
    message: repeated
      ? `\`${path}\` is listed twice`
      : `\`${inner}\` lies in \`${outer}\`, which is a volume too`,
    hint: repeated ? 'remove one of them' : 'a volume has all that lies in it: remove one of them',
    at: scalar.span,
    related: [other.scalar.span],
  };
}
