import { unique } from '../../basics/unique.js';
import type { ParsedScalar } from '../../parse/parsed-document.js';
import type { Key } from '../key.js';
import type { Mopyfile, Project } from '../mopyfile.js';
import type { Finding } from '../report.js';
import { locatedItems, scalarItems } from '../scalars.js';
import { type Explanation, REMOVE } from '../shape.js';

/** Folders of the system and of the interpreter, with all that is in them. */
const SYSTEM =
  /^\/(bin|boot|dev|etc|lib|lib32|lib64|libx32|proc|root|run|sbin|sys|usr|opt\/venv|var\/lib\/dpkg)(\/|$)/;

/** Folders that hold others which an image has. */
const SHARED = /^\/(home|home\/nonroot|opt|tmp|var|var\/[a-z]+)$/;

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
  read: ({ document, value, above, report }) => {
    for (const scalar of scalarItems(value)) {
      const held = holder(withoutSlash(scalar.text), above.project);
      if (held !== undefined) {
        report(taken(scalar, held));
      }
    }
    const located = locatedItems(document, value);
    const paths = unique(located.map(({ value: path }) => withoutSlash(path)));
    return {
      volumes: paths.flatMap((path) => {
        const [first] = located.filter(({ value: written }) => withoutSlash(written) === path);
        return first ? [{ ...first, value: path }] : [];
      }),
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

/** What the image has at a folder, so that a volume would hide it. */
function holder(path: string, project: Project | undefined): string | undefined {
  if (SYSTEM.test(path) || SHARED.test(path)) {
    return 'files of the system';
  }
  const places = (project?.parts ?? []).map(({ target }) => `/home/nonroot/${target}`);
  return places.some((place) => place === path || place.startsWith(`${path}/`)) ? 'the project' : undefined;
}

function taken({ text, span }: ParsedScalar, held: string): Finding {
  return {
    code: 'volume-held',
    message: `\`${text}\` cannot be a volume: the image has ${held} there`,
    hint: 'take a folder of its own, for example `/data` or `/home/nonroot/data`',
    at: span,
  };
}
