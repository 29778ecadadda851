import fc from 'fast-check';
import type { Flag } from '../../../src/cli/command-line/flag.js';
import { FLAGS } from '../../../src/cli/command-line/flags.js';
import type { FlagsInput } from '../input.js';
import { plainWord, trickyText } from './text.js';

/** Values that some flag takes, right or nearly. */
const VALUES = [
  ...[
    'linux/amd64',
    'arm64',
    'linux/arm/v7,linux/386',
    'windows/amd64',
    'linux',
    '/',
    'linux/amd64/v3/x',
    '',
  ],
  ...[
    'python:3.13=docker-image://m/p:1',
    'python:3.13-slim=docker-image://m/p@sha256:00',
    'python:3=x',
    '=',
    'a=b',
    'a=',
    '=b',
    'a',
  ],
  ...[
    'HTTP_PROXY=http://p',
    'SOURCE_DATE_EPOCH=1',
    'SOURCE_DATE_EPOCH=x',
    'SOURCE_DATE_EPOCH=99999999999999999999',
  ],
  ...[
    'inline',
    'secret',
    'json',
    'true',
    'false',
    'plain',
    '0',
    'Mopyfile.yaml',
    'missing',
    '-',
    '--',
    '.',
    '/',
  ],
  ...[
    'type=oci,dest=x.tar',
    'type=local',
    'id=a,src=b',
    'id=x,env=Y',
    'type="',
    'MyApp',
    'a/b:c',
    'app:1,app:2',
  ],
];

const MOPYFILES = [
  'python: 3.13\nproject: main.py\n',
  'python: 3.13\npip: [numpy, "https://u:p@example.org/x.whl"]\nlabels: {a: b}\n',
  'pyton: 3\n',
  '',
];

const value = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: trickyText },
);

const flagWords = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...FLAGS).chain(wordsOf) },
  { weight: 1, arbitrary: fc.tuple(plainWord, value).map(([name, given]) => [`-${name}`, given]) },
  { weight: 1, arbitrary: trickyText.map((text) => [text]) },
);

function wordsOf({ name, short, kind }: Flag): fc.Arbitrary<readonly string[]> {
  const spelled = fc.constantFrom(`-${name}`, `--${name}`, ...(short === undefined ? [] : [`-${short}`]));
  if (kind === 'boolean') {
    return fc.oneof(
      spelled.map((flag) => [flag]),
      fc.tuple(spelled, value).map(([flag, given]) => [`${flag}=${given}`]),
    );
  }
  return fc
    .tuple(spelled, value, fc.boolean())
    .map(([flag, given, apart]) => (apart ? [flag, given] : [`${flag}=${given}`]));
}

/** Most command lines ask for something that runs without an engine. */
const mode = fc.constantFrom(
  '-dockerfile',
  '-llb',
  '-image-config',
  '-image-config=json',
  '-buildkit=false',
  '-h',
  '-version',
);

export const flagsInput: fc.Arbitrary<FlagsInput> = fc.record({
  kind: fc.constant('flags' as const),
  words: fc
    .tuple(
      fc.option(mode, { nil: undefined, freq: 8 }),
      fc.constantFrom([], [], ['-filename=-']),
      fc.array(flagWords, { maxLength: 3 }),
      fc.array(value, { maxLength: 1 }),
    )
    .map(([first, filename, flags, rest]) => [
      ...(first === undefined ? [] : [first]),
      ...filename,
      ...flags.flat(),
      ...rest,
    ]),
  environment: fc.record(
    {
      MOPY_BUILD_CONTEXTS: value,
      HTTP_PROXY: value,
      SOURCE_DATE_EPOCH: value,
      NO_COLOR: value,
      FORCE_COLOR: value,
    },
    { requiredKeys: [], noNullPrototype: true },
  ),
  mopyfile: fc.constantFrom(...MOPYFILES),
});
