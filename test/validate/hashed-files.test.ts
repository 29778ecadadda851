import { expect, test } from 'vitest';
import { credentialSpeller } from '../../src/plan/credentials.js';
import {
  constraintList,
  lockedList,
  projectRequirements,
  remoteRequirements,
  requirementList,
} from '../../src/plan/requirement-list.js';
import { validMopyfile } from './validate-text.js';

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
