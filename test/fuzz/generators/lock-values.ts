import fc from 'fast-check';
import { SECRET } from '../input.js';
import { url } from './requirement.js';
import { trickyText } from './text.js';

/** Kinds of values of a lock, by what a reader takes them for. */
export type LockValueKind = 'address' | 'hash' | 'marker' | 'version' | 'name' | 'anything';

const KEYS: Readonly<Record<Exclude<LockValueKind, 'anything'>, RegExp>> = {
  address: /^(?:url|registry|git|index|file|virtual|editable|directory|path|source)$/,
  hash: /^(?:hash|hashes|sha256|content[-_]hash)$/,
  marker: /marker|^(?:environments|python|platform)$/,
  version: /version|^(?:specifier|requires[-_]python|pipfile-spec)$/,
  name: /^(?:name|extras?|groups?|optional|members|dependency-groups|default-groups|provides-extras)$/,
};

/** The kind that a member's value has most of the time. Addresses alone may have credentials. */
export function valueKindOf(key: string): LockValueKind {
  const kinds = Object.keys(KEYS) as (keyof typeof KEYS)[];
  return kinds.find((kind) => KEYS[kind].test(key)) ?? 'anything';
}

const address = fc.oneof(
  url,
  url.map((one) => `git+${one}`),
  url.map((one) => `${one}?rev=main#0123456789abcdef`),
  fc.constantFrom(
    ...['.', '..', '../out', '/etc', './pkg', 'pkg', 'pkg/../pkg', '', 'C:\\x', 'file:///x', 'a b', 'a\nb'],
    ...[
      `git@host:${SECRET}.git`.replace(SECRET, 'a/b'),
      'ssh://git@host/a.git',
      `https://user:${SECRET}@host/a#b#c`,
    ],
    ...[
      `https://$USER:$PASS@host/simple`,
      'https://${USER}:${PASS}@host/simple',
      'https://%zz@host',
      'https://[',
    ],
  ),
);

const hash = fc.constantFrom(
  ...[
    'sha256:00',
    `sha256:${'0'.repeat(64)}`,
    `sha512:${'a'.repeat(128)}`,
    'md5:00',
    'sha256:',
    ':',
    'sha256',
  ],
  ...['SHA256:AB', 'sha256:00 --hash=sha256:11', 'sha256:00\n-r /etc/passwd', `sha256:${'0'.repeat(10_000)}`],
);

const comparison = fc
  .tuple(
    fc.constantFrom(
      ...['python_version', 'python_full_version', 'sys_platform', 'platform_machine', 'os_name', 'extra'],
      ...[
        'platform_release',
        'platform_version',
        'implementation_version',
        "'x'",
        "'linux'",
        'extras',
        'nothing',
      ],
    ),
    fc.constantFrom('==', '!=', '<', '<=', '>', '>=', '~=', '===', 'in', 'not in', '=', 'is'),
    fc.constantFrom(
      ...[
        "'3.9'",
        '"3.13.1"',
        "'linux'",
        "'x86_64'",
        "'aarch64 x86_64'",
        "'dev'",
        "''",
        '"3.*"',
        "'3.x'",
        '"a\'b"',
      ],
      ...[
        'python_version',
        'extras',
        'dependency_groups',
        "'3.13rc1'",
        "'99999999999999999999'",
        '"',
        "'a\nb'",
      ],
    ),
  )
  .map((parts) => parts.join(' '));

const marker: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: comparison },
  {
    weight: 2,
    arbitrary: fc
      .array(comparison, { minLength: 2, maxLength: 12 })
      .chain((all) => fc.constantFrom(' and ', ' or ', ') and (').map((word) => `(${all.join(word)})`)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['*', '', ' ', '>=3.9', '^3.9', '~3.9 || ^3.11', 'linux', '!=win32', '(((', `${'('.repeat(5000)}`],
      `${'('.repeat(2000)}os_name == "posix"${')'.repeat(2000)}`,
      Array.from({ length: 300 }, (_, at) => `platform_release == '${at}'`).join(' or '),
      Array.from(
        { length: 40 },
        (_, at) => `(platform_release == '${at}' or platform_version == '${at}')`,
      ).join(' and '),
    ),
  },
);

const version = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      '1',
      '1.0',
      '1.0.0',
      '2.0',
      '2.1',
      '1.1',
      '4.5.0',
      '4.4',
      '0',
      '1!1.0',
      '1.0+local',
      '1.0rc1.post2.dev3',
    ],
    ...[
      '^1.2',
      '~1.2',
      '~=1.2',
      '>=1,<2',
      '^1 || ^2',
      '*',
      '==1.*',
      '1.0 --pre',
      '1.0\n-r x',
      '>=3.9',
      '<3',
      '==',
    ],
    ...[
      '99999999999999999999',
      `1${'.0'.repeat(5000)}`,
      `${'|'.repeat(5000)}`,
      '1.0;os_name=="x"',
      '1.0 # x',
    ],
    ...[0, 1, 2, 6, 1.1, 2.1, -1, 2n ** 60n, Number.POSITIVE_INFINITY, true],
  ),
  trickyText,
);

const name = fc.oneof(
  fc.constantFrom(
    ...[
      'a',
      'A.b_c',
      'a-',
      '-a',
      '-r',
      '--index-url',
      'main',
      'default',
      'dev',
      'a b',
      'a;b',
      'a[b]',
      'a@b',
      'pip',
    ],
    ...[
      'setuptools',
      '_meta',
      'package',
      'metadata',
      '__proto__',
      'constructor',
      'toString',
      `a${'b'.repeat(10_000)}`,
    ],
  ),
  trickyText,
);

/** Lists or tables in each other. */
function nested(depth: number, inList: boolean): unknown {
  let value: unknown = 'a';
  for (let level = 0; level < depth; level += 1) {
    value = inList ? [value] : { a: value };
  }
  return value;
}

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      '',
      'text',
      0,
      -1,
      1.5,
      2n ** 62n,
      Number.NaN,
      true,
      false,
      new Date(0),
      [],
      {},
      [[]],
      [{}],
      { a: {} },
    ],
    ...[
      { name: 'a' },
      [{ name: 'a', version: '1' }],
      ['a', 1, {}],
      { url: 'x' },
      { git: 'x' },
      { registry: 1 },
    ],
  ),
  fc.tuple(fc.constantFrom(3, 90, 900), fc.boolean()).map(([depth, inList]) => nested(depth, inList)),
  trickyText,
);

/** Values that belong in a place or nearly, and now and then something else. */
export const LOCK_VALUES: Readonly<Record<LockValueKind, fc.Arbitrary<unknown>>> = {
  address: fc.oneof({ weight: 5, arbitrary: address }, { weight: 1, arbitrary: anything }),
  hash: fc.oneof({ weight: 5, arbitrary: hash }, { weight: 1, arbitrary: anything }),
  marker: fc.oneof({ weight: 5, arbitrary: marker }, { weight: 1, arbitrary: anything }),
  version: fc.oneof({ weight: 5, arbitrary: version }, { weight: 1, arbitrary: anything }),
  name: fc.oneof({ weight: 5, arbitrary: name }, { weight: 1, arbitrary: anything }),
  anything,
};
