import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import type { CompileInput, Files } from '../input.js';
import type { LockFolder } from '../lock-folders.js';
import { withChanges } from './change.js';
import { withDamagedLines, withDamagedText } from './damage.js';
import { trickyText } from './text.js';

/** Beside every lock: what its paths may lead to. */
const FILES: Files = {
  'pkg/pyproject.toml': '[project]\nname = "pkg"\nversion = "1"\ndependencies = ["idna==1.0"]\n',
  'requirements.txt': 'idna==2.0\nnumpy>=1\n',
  'main.py': '',
};

/** Other entries of `pip`, and keys that say more of an index. */
const SURROUNDINGS = [
  ...['', '', '', '  - idna==2.10\n', '  - ./requirements.txt\n', '  - ./pkg\n', '  - ./pylock.tools.toml\n'],
  ...[
    'project: main.py\n',
    'indices:\n  - url: https://example.org/simple\n',
    'indices:\n  - url: https://pypi.org/simple\n    default: true\n',
  ],
];

const SECOND_LOCK = {
  'pylock.tools.toml':
    'lock-version = "1.0"\n[[packages]]\nname = "idna"\nversion = "3.11"\nsdist = { url = "https://example.org/idna-3.11.tar.gz", hashes = { sha256 = "00" } }\n',
};

const python = fc.constantFrom('3.13', '3.13', '3.9', '3.12.4', '3', '3.14', '3.10.0');

/** Compiles a Mopyfile that names a lock, with some of its extras and groups. */
export function lockInput(folder: LockFolder, files: fc.Arbitrary<Files>): fc.Arbitrary<CompileInput> {
  const names = (known: readonly string[]) =>
    fc.array(
      fc.oneof(
        { weight: 30, arbitrary: fc.constantFrom('dev', ...known) },
        { weight: 1, arbitrary: trickyText },
      ),
      {
        maxLength: 2,
      },
    );
  const chosen = fc.oneof(
    { weight: 2, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(folder.extras.length + folder.groups.length > 0) },
  );
  return fc
    .record({
      files,
      python,
      chosen,
      extras: names(folder.extras),
      groups: names(folder.groups),
      more: fc.constantFrom(...SURROUNDINGS),
      credentials: fc.constantFrom('secret' as const, 'secret' as const, 'inline' as const),
      platforms: fc.constantFrom(['amd64'], ['amd64', 'arm64'], ['arm/v7'], []),
    })
    .map(
      ({ files: own, chosen: isChosen, extras, groups, more, python: version, credentials, platforms }) => {
        const selection = isChosen
          ? `    extras: ${JSON.stringify(extras)}\n    groups: ${JSON.stringify(groups)}\n`
          : '';
        return {
          kind: 'compile',
          mopyfile: `python: "${version}"\npip:\n  - lock: ./${folder.lock}\n${selection}${more}`,
          files: { ...FILES, ...SECOND_LOCK, ...folder.files, ...own },
          credentials,
          platforms,
          labels: {},
        };
      },
    );
}

/** Locks and projects of which lines or letters are damaged. */
export function damagedLocks(folders: readonly LockFolder[]): fc.Arbitrary<CompileInput> {
  return fc.constantFrom(...folders).chain((folder) => {
    const damaged = (text: string) =>
      fc.oneof(withDamagedLines(fc.constant(text)), withDamagedText(fc.constant(text)));
    return lockInput(folder, oneOfFiles(folder, damaged));
  });
}

/** Locks and projects whose tables and lists hold something else. */
export function changedLocks(folders: readonly LockFolder[]): fc.Arbitrary<CompileInput> {
  return fc
    .constantFrom(...folders)
    .chain((folder) => lockInput(folder, oneOfFiles(folder, withChangedValues)));
}

/** Most of the time the lock is another one, else the project beside it. */
function oneOfFiles(
  { lock, text, files }: LockFolder,
  changed: (text: string, name: string) => fc.Arbitrary<string>,
): fc.Arbitrary<Files> {
  const [project] = Object.keys(files).filter(
    (name) => /^(?:pyproject\.toml|Pipfile)$/.test(name) && name !== lock,
  );
  const ofLock = changed(text, lock).map((own): Files => ({ [lock]: own }));
  return project === undefined
    ? ofLock
    : fc.oneof(
        { weight: 5, arbitrary: ofLock },
        {
          weight: 1,
          arbitrary: changed(files[project] ?? '', project).map(
            (own): Files => ({ [lock]: text, [project]: own }),
          ),
        },
      );
}

function withChangedValues(text: string, name: string): fc.Arbitrary<string> {
  const tree: object = name === 'Pipfile.lock' ? JSON.parse(text) : parse(text);
  return withChanges(tree).map((changed) =>
    name === 'Pipfile.lock'
      ? JSON.stringify(changed, withoutBigIntegers, 4)
      : stringify(changed, { maxDepth: MAXIMUM_DEPTH }),
  );
}

/** Copies make deep trees deeper. */
const MAXIMUM_DEPTH = 10_000;

/** JSON knows one kind of numbers. */
function withoutBigIntegers(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
