import { describe, expect, test } from 'vitest';
import { credentialSpeller } from '../../src/plan/credentials.js';
import {
  constraintList,
  lockedList,
  projectRequirements,
  remoteRequirements,
  requirementList,
} from '../../src/plan/requirement-list.js';
import { blamed, codesOf, validateText, validMopyfile } from './validate-text.js';

const HASH = `sha256:${'0'.repeat(64)}`;
const FILES = {
  'hashed.txt': `--pre\nidna[all]==3.10 ; python_version >= "3" --hash=${HASH}\n`,
  'exported.txt': `-e .\nidna==3.10 --hash=${HASH}\n`,
  'plain.txt': 'six\n',
  'pyproject.toml': '[project]\nname = "app"\ndependencies = ["idna"]\n',
};

const LOCKED = `--pre\nidna[all]==3.10 ; python_version >= "3" \\\n    --hash=${HASH}\n`;
const CONSTRAINT = 'idna==3.10 ; python_version >= "3"\n';

test.each([
  ['alone it is a file for pip', '[./hashed.txt]', '', '', '-r context/hashed.txt\n', ''],
  ['beside another with hashes too', '[./hashed.txt, ./hashed.txt]', '', '', '-r context/hashed.txt\n', ''],
  [
    'beside a plain entry it comes first',
    '[six, ./hashed.txt]',
    LOCKED,
    CONSTRAINT,
    '--pre\nsix\n',
    '--pre\n',
  ],
  [
    'beside a plain file',
    '[./plain.txt, ./hashed.txt]',
    LOCKED,
    CONSTRAINT,
    '--pre\n-r context/plain.txt\n',
    '--pre\n',
  ],
  ['beside a project', '[./hashed.txt, .]', LOCKED, CONSTRAINT, '--pre\nidna\n', '--pre\n.\n'],
  [
    'the project that its tool writes into it is installed last',
    '[./exported.txt]',
    `idna==3.10 \\\n    --hash=${HASH}\n`,
    'idna==3.10\n',
    'idna\n',
    '.\n',
  ],
])('a requirements file with hashes: %s', async (_, pip, locked, constraints, remote, projects) => {
  const mopyfile = await validMopyfile(`pip: ${pip}\n`, FILES);
  const credentials = credentialSpeller('secret');
  expect(lockedList(mopyfile, credentials)).toBe(locked);
  expect(constraintList(mopyfile)).toBe(constraints);
  expect(requirementList(mopyfile, remoteRequirements(mopyfile), credentials)).toBe(remote);
  expect(requirementList(mopyfile, projectRequirements(mopyfile), credentials)).toBe(projects);
});

describe('`--require-hashes` of a file', () => {
  const STRICT = `--require-hashes\nidna==3.10 --hash=${HASH}\n`;

  test.each<[string, string, string, readonly string[]]>([
    ['is met by hashes', '[./strict.txt]', STRICT, []],
    [
      'is met by a hash in a URL',
      '[./strict.txt]',
      `${STRICT}six @ https://example.org/six.zip#sha256=${'0'.repeat(64)}\n`,
      [],
    ],
    ['is met by another file with hashes', '[./strict.txt, ./hashed.txt]', STRICT, []],
    [
      'may be met by a file that it names',
      '[./strict.txt]',
      '--require-hashes\nidna==3.10\n-c hashed.txt\n',
      [],
    ],
    [
      'passes over a line under a marker',
      '[./strict.txt]',
      `${STRICT}six==1 ; sys_platform == 'win32'\n`,
      [],
    ],
    ['is not met by a line without', '[./strict.txt]', `${STRICT}six==1 # no hash\n`, ['six==1']],
    [
      'is not met by a repository',
      '[./strict.txt]',
      `${STRICT}git+https://example.org/a.git\n`,
      ['git+https://example.org/a.git'],
    ],
    ['is not met by an entry beside the file', '[./strict.txt, six]', STRICT, ['six']],
    ['is not met by a project', '[., ./strict.txt]', STRICT, ['.']],
    ['is not met by a file without hashes', '[./plain.txt, ./strict.txt]', STRICT, ['./plain.txt']],
  ])('%s', async (_name, pip, strict, places) => {
    const { diagnostics } = await validateText(`#syntax=mopy/mopy:1\npython: 3.13\npip: ${pip}\n`, {
      ...FILES,
      'strict.txt': strict,
    });
    expect(codesOf(diagnostics)).toEqual(places.length === 0 ? [] : ['requirements-hashes']);
    expect(blamed(diagnostics)).toEqual(places);
  });
});
