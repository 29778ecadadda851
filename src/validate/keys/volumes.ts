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
        reportNested({ path, scalar }, found, report);
        found.push({ path, scalar });
      } else {
        report(taken(scalar, reason));
      }
    }
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

function reportNested({ path, scalar }: Volume, earlier: readonly Volume[], report: Report): void {
  const other = earlier.find((one) => isIn(path, one.path) || isIn(one.path, path));
  if (other === undefined) {
    return;
  }
  const repeated = other.path === path;
  const [inner, outer] = isIn(path, other.path) ? [path, other.path] : [other.path, path];
  report({
    code: 'volume-nested',
    message: repeated
      ? `\`${path}\` is listed twice`
      : `\`${inner}\` lies in \`${outer}\`, which is a volume too`,
    hint: repeated ? 'remove one of them' : 'a volume has all that lies in it: remove one of them',
    at: scalar.span,
    related: [other.scalar.span],
  });
}
