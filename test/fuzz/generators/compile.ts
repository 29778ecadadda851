import fc from 'fast-check';
import type { CompileInput, Files } from '../input.js';
import { withDamagedLines, withDamagedText } from './damage.js';
import { ignoreFile } from './ignore.js';
import { mopyfileText } from './mopyfile.js';
import { requirementsFile } from './requirement.js';
import { plainWord, trickyText } from './text.js';

/** The files of every context. */
const FILES: Files = {
  'app/main.py': '',
  'main.py': '',
  'sp ace/main.py': '',
  'pkg/pyproject.toml': '',
  'wheels/x-1.0-py3-none-any.whl': '',
  'requirements.txt': 'numpy\n',
  'other.txt': 'flask\n',
  'sub/more.txt': '-r ../other.txt\n',
};

const requirementsFiles: fc.Arbitrary<Files> = fc.record(
  { 'requirements.txt': requirementsFile, 'other.txt': requirementsFile, 'sub/more.txt': requirementsFile },
  { requiredKeys: [] },
);

const ignoreFiles: fc.Arbitrary<Files> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: ignoreFile.map((text) => ({ '.dockerignore': text })) },
);

/** The command line refuses labels with control characters; arguments of a program hold no half characters. */
const flagText = trickyText.filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));

/** Compiles a Mopyfile of some kind in a context of some kind. */
function compiling(mopyfile: fc.Arbitrary<string>, files: fc.Arbitrary<Files>): fc.Arbitrary<CompileInput> {
  return fc.record({
    kind: fc.constant('compile' as const),
    mopyfile,
    files: fc.tuple(files, ignoreFiles).map(([own, ignore]) => ({ ...FILES, ...own, ...ignore })),
    credentials: fc.constantFrom('secret' as const, 'secret' as const, 'inline' as const),
    platforms: fc.uniqueArray(
      fc.constantFrom('amd64', 'arm64', 'arm/v7', 'arm/v6', '386', 'amd64/v3', 's390x'),
      {
        maxLength: 2,
      },
    ),
    labels: fc.oneof(
      { weight: 5, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: fc.dictionary(plainWord, flagText, { maxKeys: 2, noNullPrototype: true }) },
    ),
  });
}

/** Every value, in right YAML. */
export const values = compiling(mopyfileText, fc.constant({}));

/** Requirements files, and Mopyfiles that lead to them. */
export const requirements = compiling(
  fc.constantFrom(
    'pip: [./requirements.txt]\n',
    'pip:\n  - ./requirements.txt\n  - ./sub/more.txt\nproject: app\n',
  ),
  requirementsFiles,
);

/** YAML as people leave it while they type. */
export const damagedLines = compiling(withDamagedLines(mopyfileText), fc.constant({}));

/** YAML that is none. */
export const damagedText = compiling(
  fc.oneof(
    withDamagedText(mopyfileText),
    fc.array(trickyText, { maxLength: 12 }).map((all) => all.join('\n')),
  ),
  fc.constant({}),
);
