import { systemErrorReason, UNREADABLE_HINT } from '../../basics/system-error.js';
import { lookUp, type VisibleContext } from '../../context/context.js';
import type { ParsedScalar } from '../../parse/parsed-document.js';
import type { Key, KeyInput } from '../key.js';
import type { Located, Mopyfile } from '../mopyfile.js';
import { checkCharacters, scalarItems } from '../scalars.js';
import { type Explanation, REMOVE } from '../shape.js';
import { normalise } from './project/path.js';

/** Certificates of authorities that the build and the image trust beside those of their base. */
export const caCertificates: Key<Pick<Mopyfile, 'caCertificates'>> = {
  name: 'ca-certificates',
  shape: {
    subject: '`ca-certificates`',
    expected: 'a list of paths',
    example: 'ca-certificates:\n  - ./company.pem',
    empty: REMOVE,
    synonyms: ['certificates', 'certs', 'ca-bundle'],
    accepts: {
      list: {
        subject: 'this entry of `ca-certificates`',
        expected: 'a path',
        example: '`- ./company.pem`',
        accepts: { text: true },
      },
    },
  },
  contextPaths: (value) => scalarItems(value).flatMap(({ text }) => pathOf(text) ?? []),
  read: async (input) => {
    const found: Located<string>[] = [];
    for (const scalar of scalarItems(input.value)) {
      const path = await readEntry(scalar, input);
      if (path !== undefined && !found.some(({ value }) => value === path)) {
        found.push({ value: path, location: { source: input.document.source, span: scalar.span } });
      }
    }
    return { caCertificates: found };
  },
};

function pathOf(text: string): string | undefined {
  return text.trim() === '' || text.startsWith('/') ? undefined : normalise(text);
}

/** The path of a file that holds certificates; undefined, and reported, where it does not. */
async function readEntry(
  scalar: ParsedScalar,
  { visible, now, report }: KeyInput,
): Promise<string | undefined> {
  checkCharacters(scalar, 'this entry of `ca-certificates`', report);
  const path = pathOf(scalar.text);
  const bytes =
    path === undefined ? outside(scalar.text) : await readCertificateFile(scalar.text, path, visible);
  if (!(bytes instanceof Uint8Array)) {
    report({ ...bytes, at: scalar.span });
    return undefined;
  }
  // Node's cryptography takes a tenth of a start.
  const { readCertificates } = await import('./ca-certificates/pem.js');
  const problems = readCertificates(scalar.text, bytes, now);
  for (const problem of problems) {
    report({ ...problem, at: scalar.span });
  }
  return problems.some(({ severity }) => severity !== 'warning') ? undefined : path;
}

async function readCertificateFile(
  text: string,
  path: string,
  visible: VisibleContext,
): Promise<Uint8Array | Explanation> {
  try {
    const entry = await lookUp(visible, path);
    if (entry === 'ignored') {
      return refused(
        `the ignore rules leave \`${text}\` out of the build context`,
        'change the ignore file so that it lets the file in, for example with a line that starts with `!`',
      );
    }
    const bytes =
      typeof entry === 'object' && entry.kind === 'file' ? await visible.context.read(path) : undefined;
    return (
      bytes ??
      refused(
        typeof entry === 'object'
          ? `\`${text}\` is not a file`
          : `\`${text}\` does not exist in the build context`,
        'name a PEM file; paths are relative to the build context',
      )
    );
  } catch (error) {
    return refused(`\`${text}\` cannot be read: ${systemErrorReason(error)}`, UNREADABLE_HINT);
  }
}

function outside(text: string): Explanation {
  return refused(
    text.trim() === ''
      ? 'this entry of `ca-certificates` is empty'
      : `\`${text}\` is not in the build context`,
    'copy the file into the build context, and write its path from there, for example `./company.pem`',
  );
}

function refused(message: string, hint: string): Explanation {
  return { code: 'certificate-path', message, hint };
}
