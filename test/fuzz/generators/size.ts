import fc from 'fast-check';
import type { SizeInput } from '../input.js';
import { trickyText } from './text.js';

/** Units that belong to a kind of file, and the heads and tails that they may stand between. */
export interface SizePlace {
  readonly heads: readonly string[];
  readonly units: readonly string[];
  readonly tails: readonly string[];
}

const PLACES: Readonly<Record<string, SizePlace>> = {
  'Mopyfile.yaml': {
    heads: [
      '',
      'pip:\n',
      'pip: [',
      'envs:\n',
      'labels:\n',
      'indices:\n',
      'project: "',
      'pip: ["',
      'labels: {a: "',
      'x: &a [1]\ny: [',
      'build-deps:\n',
      '{',
    ],
    units: [
      '- \n',
      '  - a\n',
      '- ""\n',
      'a: 1\n',
      '  A: b\n',
      '[',
      ']',
      '{',
      '!x ',
      '&a ',
      '*a,',
      '? ',
      'a,',
      '"',
      "'",
      ' ',
      '\t',
      '\n',
      '#',
      '- ./a\n',
      '- a @ https://u:p@h\n',
      '${',
      '$',
      '\\',
      '../',
      './',
      '- url: x\n',
      '%',
      '\u0000',
      '漢',
      '😀',
      '  a: ${b}\n',
      '@',
      ':',
      '://',
      'a@',
      'password: x\n',
      '"a": b\n',
      '--- \n',
      '|\n',
    ],
    tails: ['', ']', '"', '"]', '"}', '\n', '@', '}'],
  },
  'requirements.txt': {
    heads: ['', 'a[', 'a; ', '--hash=', 'https://', '-r ', 'a @ ', 'a==', '"'],
    units: [
      'a\n',
      '\n',
      ' ',
      '\t',
      '\\\n',
      '[',
      '(',
      ',',
      'a,',
      '-r other.txt\n',
      '-r ./',
      '../',
      './',
      '"',
      "'",
      '#',
      ' # ',
      'a @ https://u:p@h/x\n',
      '--hash=sha256:0 ',
      '${A}',
      '@',
      ':',
      '; ',
      'a and ',
      '.',
      '-',
      '=',
      '--pre\n',
      'bad line here\n',
      '\u0000',
      '漢',
      '\r',
      '%',
      '-e .\n',
      'a==1\n',
      '1.',
      '*',
    ],
    tails: ['', '\n', ']', '@', '"', ' x'],
  },
  '.dockerignore': {
    heads: ['', '!', '[', 'a'],
    units: [
      'a\n',
      '**/',
      '*',
      '*a',
      '?',
      '[',
      ']',
      '\\',
      '!',
      '!a\n',
      '../',
      './',
      '/',
      '#\n',
      '\n',
      ' ',
      '[a-',
      '**\n',
      'a/**/b\n',
      '[\n',
      '*/\n',
      '|',
      'a|',
      '*{9}',
      '[*]{9}|\n',
      '\\d',
      '[[:alpha:]]*',
      '漢',
      '\u0000',
    ],
    tails: ['', '\n', 'b', ']'],
  },
  'app/main.py': { heads: [''], units: ['x\n', '(', '[', '#', '"""'], tails: [''] },
};

/** Large files; those that come more often first. */
export const sizeInput = sizesOf(PLACES, [
  'Mopyfile.yaml',
  'Mopyfile.yaml',
  'requirements.txt',
  'requirements.txt',
  '.dockerignore',
  'app/main.py',
]);

/** Files of 1 MiB, of what belongs to their paths. */
export function sizesOf(
  places: Readonly<Record<string, SizePlace>>,
  paths: readonly string[],
): fc.Arbitrary<SizeInput> {
  return fc.constantFrom(...paths).chain((path) => {
    const { heads, units, tails } = places[path] ?? { heads: [''], units: [''], tails: [''] };
    const unit = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...units) },
      {
        weight: 1,
        arbitrary: fc
          .array(fc.constantFrom(...units), { minLength: 2, maxLength: 3 })
          .map((all) => all.join('')),
      },
      { weight: 1, arbitrary: trickyText.filter((text) => text !== '') },
    );
    return fc.record({
      kind: fc.constant('size' as const),
      path: fc.constant(path),
      head: fc.constantFrom(...heads),
      unit,
      tail: fc.constantFrom(...tails),
      bytes: fc.constant(2 ** 20),
    });
  });
}
