import { entryOf, entryValue, type ParsedDocument, type ParsedMapping } from '../../parse/parsed-document.js';
import type { Key, KeyInput } from '../key.js';
import type { Located, Mopyfile, PackageIndex } from '../mopyfile.js';
import type { Report } from '../report.js';
import { booleanOf, scalarOf } from '../scalars.js';
import { REMOVE, type Shape } from '../shape.js';
import { readIndexUrl } from './indices/index-url.js';

/** Indices that pip asks beside PyPI, or instead of it. */
export const indices: Key<Pick<Mopyfile, 'indices'>> = {
  name: 'indices',
  shape: {
    subject: '`indices`',
    expected: 'a list of indices',
    example: 'indices:\n  - url: https://pypi.example.org/simple',
    empty: REMOVE,
    synonyms: ['indexes'],
    sensitivity: 'address',
    accepts: {
      list: {
        subject: 'an index',
        expected: 'a mapping with the key `url`',
        example: '`- url: https://pypi.example.org/simple`',
        accepts: {
          mapping: {
            kind: 'keys',
            called: 'an index',
            unknown: 'credential',
            keys: new Map<string, Shape>([
              [
                'url',
                {
                  subject: '`url`',
                  expected: 'a string',
                  example: '`url: https://pypi.example.org/simple`',
                  missing: 'add the address of the index',
                  accepts: { text: true },
                },
              ],
              ['username', { ...credential('username', 'user'), synonyms: ['user', 'token'] }],
              ['password', credential('password', 'secret')],
              ['secret', secretShape()],
              ['trust', booleanShape('trust')],
              ['default', booleanShape('default')],
            ]),
          },
        },
      },
    },
  },
  read: (input) => ({ indices: readIndices(input) }),
};

function credential(name: string, example: string): Shape {
  return {
    subject: `\`${name}\``,
    expected: 'a single value',
    example: `\`${name}: ${example}\``,
    empty: REMOVE,
    sensitivity: 'credential',
    accepts: { text: true },
  };
}

function secretShape(): Shape {
  return {
    subject: '`secret`',
    expected: 'the name of a secret of the build',
    example: '`secret: company-index`',
    empty: REMOVE,
    // The credentials themselves may stand there by mistake.
    sensitivity: 'credential',
    accepts: { text: true },
  };
}

function booleanShape(name: string): Shape {
  return {
    subject: `\`${name}\``,
    expected: '`true` or `false`',
    example: `\`${name}: true\``,
    empty: REMOVE,
    sensitivity: 'switch',
    accepts: { boolean: true },
  };
}

/** The indices in the order of the file, each with its credentials in its URL. */
function readIndices({ document, value, report }: KeyInput): readonly PackageIndex[] {
  const mappings =
    value?.kind === 'sequence' ? value.items.flatMap((item) => (item.kind === 'mapping' ? [item] : [])) : [];
  checkDefaults(mappings, report);
  return mappings.flatMap((mapping) => readIndex(document, mapping, report) ?? []);
}

function readIndex(
  document: ParsedDocument,
  mapping: ParsedMapping,
  report: Report,
): PackageIndex | undefined {
  const url = scalarOf(entryValue(mapping, 'url'));
  const username = scalarOf(entryValue(mapping, 'username'));
  const password = scalarOf(entryValue(mapping, 'password'));
  for (const [name, scalar] of Object.entries({ username, password })) {
    if (scalar?.text === '') {
      report({
        code: 'empty-value',
        message: `\`${name}\` is empty`,
        hint: 'remove the key',
        at: scalar.span,
      });
    }
  }
  if (password !== undefined && entryValue(mapping, 'username') === undefined) {
    report({
      code: 'index-password-ignored',
      severity: 'warning',
      message: 'a `password` without a `username` is ignored',
      hint: 'add a `username`, or write a token as `username`',
      at: entryOf(mapping, 'password')?.key.span ?? password.span,
    });
  }
  const secret = readSecret(document, mapping, report);
  const trust = booleanOf(entryValue(mapping, 'trust'), false);
  const parsed = url && readIndexUrl(document.source, { url, username, password, secret, trust }, report);
  return (
    parsed && {
      url: parsed.text,
      ...(secret && { secret }),
      ...(trust && { trustedHost: parsed.host }),
      default: booleanOf(entryValue(mapping, 'default'), false),
      location: { source: document.source, span: mapping.span },
    }
  );
}

/** Names that steps mount something else by, and those that mopy makes up. */
const OTHER_SECRETS = /^(?:pip\.conf|netrc|apt\.conf|ca-certificates|mopy-credential-\d+)$/;

/** The secret that has the credentials, in place of those that stand in the file. */
function readSecret(
  document: ParsedDocument,
  mapping: ParsedMapping,
  report: Report,
): Located<string> | undefined {
  const secret = scalarOf(entryValue(mapping, 'secret'));
  if (secret === undefined) {
    return undefined;
  }
  const location = { source: document.source, span: secret.span };
  const refuse = (message: string, hint: string, at = secret.span) =>
    report({ code: 'index-secret', message, hint, at });
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/.test(secret.text)) {
    refuse(
      'this is no name of a secret',
      'write the `id` that the build is given: letters, digits, `_`, `.` and `-`, not the credentials themselves',
    );
  } else if (OTHER_SECRETS.test(secret.text)) {
    refuse(
      `the secret \`${secret.text}\` means something else to the build`,
      'choose another name, such as `company-index`',
    );
  }
  for (const name of ['username', 'password']) {
    const other = entryOf(mapping, name);
    if (other !== undefined) {
      refuse(`\`${name}\` and \`secret\` exclude each other`, `remove \`${name}\``, other.key.span);
    }
  }
  return { value: secret.text, location };
}

function checkDefaults(mappings: readonly ParsedMapping[], report: Report): void {
  const spans = mappings.flatMap((mapping) =>
    booleanOf(entryValue(mapping, 'default'), false) ? (entryOf(mapping, 'default')?.key.span ?? []) : [],
  );
  const [first, ...further] = spans;
  for (const at of first === undefined ? [] : further) {
    report({
      code: 'index-default',
      message: 'two indices cannot both replace PyPI',
      hint: 'keep `default: true` at one index; the others are asked beside it',
      at,
      related: first === undefined ? [] : [first],
    });
  }
}
