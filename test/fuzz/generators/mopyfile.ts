import fc from 'fast-check';
import { stringify } from 'yaml';
import { SECRET } from '../input.js';
import { requirement, url } from './requirement.js';
import { mostly, plainWord, trickyText } from './text.js';

const python = fc.constantFrom<unknown>(
  3.13,
  3.9,
  3.1,
  '3.12.4',
  '3',
  3,
  '3.10',
  2.7,
  '4',
  '3.x',
  true,
  null,
);
const debianPackage = fc.constantFrom(
  'gfortran',
  'libpq-dev',
  'g++',
  'a:arm64',
  'curl=7.88.1-10',
  'cmake/bookworm',
  'gcc-',
  '-y',
  'A',
);
const scalar = mostly<unknown>(fc.oneof(trickyText, fc.integer(), fc.double(), fc.boolean(), plainWord));

const variableName = fc.oneof(
  fc.constantFrom('A', 'B', 'PATH', 'HOME', 'LANG', 'GPG_KEY', '_x', 'a-b', '1A', '__proto__', 'TARGETARCH'),
  plainWord,
);
const labelName = fc.oneof(
  fc.constantFrom('A', 'a.b', 'mopy.sbom', 'mopy.version', 'a=b', '', '__proto__', 'a b', 'é', '"'),
  plainWord,
);

const index = fc.record(
  {
    url: mostly<unknown>(url),
    username: fc.constantFrom<unknown>(
      SECRET,
      `${SECRET}@x`,
      `a ${SECRET}`,
      `${SECRET}:`,
      `${SECRET}é`,
      `\ud800${SECRET}`,
    ),
    password: fc.constantFrom<unknown>(
      SECRET,
      `${SECRET}%`,
      `"${SECRET}`,
      `${SECRET}$A`,
      `${SECRET}\n`,
      `\\${SECRET}`,
      ` ${SECRET}`,
    ),
    trust: mostly<unknown>(fc.boolean()),
    default: mostly<unknown>(fc.boolean()),
  },
  { requiredKeys: [] },
);

const project = fc.constantFrom(
  'app',
  './app/',
  'main.py',
  '.',
  'app/main.py',
  'sp ace',
  '../x',
  '/app',
  'pkg',
  'missing',
  'link',
);

/** A key's value, and now and then a value of another shape. */
function shaped(usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const other = fc.constantFrom<unknown>(null, [], {}, '', 'text', 0, [null], [[]], { a: { b: [] } });
  return fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: other });
}

const list = (item: fc.Arbitrary<unknown>) => fc.array(item, { maxLength: 4 });

const document = fc.record(
  {
    apiVersion: shaped(fc.constantFrom('v1', 'v1', 'v2')),
    python: shaped(python),
    base: shaped(fc.constantFrom('distroless', 'slim', 'alpine')),
    'build-deps': shaped(list(mostly(debianPackage))),
    'runtime-deps': shaped(list(mostly(debianPackage))),
    envs: shaped(fc.dictionary(variableName, scalar, { maxKeys: 5 })),
    indices: shaped(list(index)),
    pip: shaped(list(requirement)),
    sbom: shaped(fc.boolean()),
    labels: shaped(fc.dictionary(labelName, scalar, { maxKeys: 5 })),
    project: shaped(project),
  },
  { requiredKeys: [] },
);

/** Misplaced: under a key where it means something else. */
const misplaced = fc
  .tuple(
    document,
    fc.constantFrom('labels', 'envs', 'pip', 'project', 'indcies', 'x'),
    fc.array(index, { maxLength: 2 }),
  )
  .map(([keys, key, indices]) => ({ ...keys, [key]: { indices } }));

const spelling = fc.constantFrom<(value: unknown) => string>(
  (value) => stringify(value, { lineWidth: 0 }),
  (value) => stringify(value, { lineWidth: 20 }),
  (value) => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }),
  (value) => stringify(value, { defaultStringType: 'QUOTE_SINGLE', lineWidth: 0 }),
  (value) => stringify(value, { defaultStringType: 'QUOTE_DOUBLE', indent: 4, lineWidth: 0 }),
  (value) => stringify(value, { defaultStringType: 'BLOCK_LITERAL' }),
  (value) => JSON.stringify(value, null, 1),
);

const syntaxLine = fc.constantFrom(
  '#syntax=mopy/mopy:1\n',
  '',
  '# syntax = x\n',
  '#syntax=cmdjulian/mopy\n',
  '\ufeff',
);

/** A Mopyfile whose YAML is right. */
export const mopyfileText = fc
  .tuple(
    syntaxLine,
    fc.oneof({ weight: 9, arbitrary: document }, { weight: 1, arbitrary: misplaced }),
    spelling,
  )
  .map(([first, value, spell]) => first + spell(value));
