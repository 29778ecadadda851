import fc from 'fast-check';
import { SECRET } from '../input.js';
import { mostly, plainWord, trickyText } from './text.js';

const host = fc.constantFrom(
  'example.org',
  'localhost:8080',
  '127.0.0.1',
  '[::1]:80',
  'EXAMPLE.org',
  'bücher.example',
);

/** The user and password of a URL. A password may hold what has to be escaped, and a user may leave that out. */
const userInfo = fc.oneof(
  fc.constant(''),
  fc.constantFrom(`${SECRET}@`, `user:${SECRET}@`, `${SECRET}:${SECRET}@`, `:${SECRET}@`, `${SECRET}:@`),
  fc
    .constantFrom(
      '%40',
      '!',
      '$',
      '&',
      "'",
      '*',
      '+',
      '~',
      ';',
      '=',
      ',',
      '-',
      '.',
      '$$',
      '${A}',
      'é',
      '%C3%A9',
    )
    .map((extra) => `user:${SECRET}${extra}@`),
);

export const url = fc
  .tuple(
    fc.constantFrom('https://', 'http://', 'HTTPS://', 'https://https://'),
    userInfo,
    host,
    fc.constantFrom(
      '',
      '/',
      '/simple',
      '/a/b-1.0-py3-none-any.whl',
      '/a%20b.zip',
      '/a.tar.gz#sha256=00',
      '/x?y=z#egg=a',
    ),
  )
  .map((parts) => parts.join(''));

const gitUrl = fc
  .tuple(
    fc.oneof(
      fc.constantFrom('git+ssh://git@', `git+ssh://git:${SECRET}@`, 'git+file://', 'git+git@'),
      fc
        .tuple(fc.constantFrom('git+https://', 'git+http://', 'git://', 'svn+https://'), userInfo)
        .map((parts) => parts.join('')),
    ),
    host,
    fc.constantFrom('/a/b.git', '/a/b', ':a/b.git'),
    fc.constantFrom('', '@main', '@v1.0', '@refs/pull/1/head', '@'),
    fc.constantFrom('', '#egg=b', '#subdirectory=c', '#egg=b&subdirectory=c'),
  )
  .map((parts) => parts.join(''));

const name = fc.constantFrom(
  'numpy',
  'Flask',
  'a',
  'a-b',
  'zope.interface',
  'ruamel.yaml',
  'x_y',
  '-x',
  'x-',
);
const extras = fc.constantFrom('', '[a]', '[a,b]', '[ ]', '[', '[standard]');
const version = fc.constantFrom(
  ...[
    '',
    '==1.0',
    '>=1,<2',
    '~=1.4.2',
    '===x',
    '!=1.*',
    ' == 1.0 ',
    '==1.0+local',
    '>1dev',
    '=1.0',
    '==1!2.0',
    '<2;',
  ],
);
const marker = fc.constantFrom(
  ...['', '; python_version < "3.9"', "; extra == 'x'", '; sys_platform=="linux" and (os_name=="posix")'],
  ...['; python_version', '; "a" in "b"', ' ; platform_machine not in "x"'],
);

const named = fc.tuple(name, extras, version, marker).map((parts) => parts.join(''));
const direct = fc
  .tuple(name, extras, fc.oneof(url, gitUrl))
  .map(([own, extra, at]) => `${own}${extra} @ ${at}`);

export const PATHS = [
  ...[
    './requirements.txt',
    './other.txt',
    './sub/more.txt',
    './pkg/',
    './pkg',
    './pkg[extra]',
    './',
    '.',
    './missing.txt',
  ],
  ...[
    './wheels/x-1.0-py3-none-any.whl',
    '../out',
    '/etc/passwd',
    './sp ace/',
    './pkg/../pkg',
    'pkg',
    './poetry.lock',
  ],
];

/** An entry of `pip`. */
export const requirement = mostly(fc.oneof(named, url, gitUrl, direct, fc.constantFrom(...PATHS)));

const option = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('-r ', '-c ', '--requirement=', '-r'),
      fc.constantFrom(...PATHS, 'other.txt', 'sub/more.txt', 'requirements.txt'),
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('-i ', '--index-url ', '--extra-index-url=', '--find-links ', '-f '), url)
    .map((parts) => parts.join('')),
  fc.constantFrom(
    ...[
      '--no-index',
      '--pre',
      '--trusted-host example.org',
      '-e .',
      '-e ./pkg',
      '-e git+https://example.org/a.git#egg=a',
    ],
    ...[
      '--hash=sha256:0123',
      'numpy --hash=sha256:0123',
      '--find-links ./wheels',
      '--no-binary :all:',
      '--unknown',
      '--config-settings=a=b',
    ],
    ...[
      '-e file:.#egg=x',
      'x @ file:///x',
      'x @ file:./x',
      '--use-feature=fast-deps',
      '--require-hashes',
      '-',
    ],
  ),
);

const line = fc.oneof(
  { weight: 4, arbitrary: requirement },
  { weight: 3, arbitrary: option },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '# comment',
      '   ',
      '\\',
      'numpy \\',
      'a # b',
      '"quoted',
      "a'b",
      '\ufeffnumpy',
    ),
  },
  { weight: 1, arbitrary: trickyText },
  { weight: 1, arbitrary: fc.tuple(plainWord, trickyText).map((parts) => parts.join(' ')) },
);

/** A requirements file. */
export const requirementsFile = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n', '\f'))
  .map(([lines, end]) => lines.map((text) => text + end).join(''));
