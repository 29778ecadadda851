import fc from 'fast-check';

/** Pieces that some language on the way reads as more than themselves: YAML, pip, shell, Dockerfile, URL, terminal. */
const SPECIAL = [
  ...[
    '',
    ' ',
    '  ',
    '"',
    "'",
    '\\',
    '\\\\',
    '`',
    '$',
    '$$',
    '${PATH}',
    '${A}',
    '$${',
    '${',
    '}',
    '$(id)',
    '%',
    '%41',
    '%zz',
  ],
  ...[
    '#',
    ' #',
    '@',
    ':',
    ': ',
    '- ',
    '? ',
    '!',
    '!!str ',
    '&a',
    '*a',
    '|',
    '>-',
    '{',
    '[',
    ']',
    ',',
    ';',
    '=',
    '==',
    '~',
  ],
  ...[
    '/',
    './',
    '../',
    '//',
    '.',
    '..',
    '*',
    '**',
    '?',
    '<<EOF',
    'EOF',
    '\nEOF\n',
    '---',
    '...',
    '%YAML 1.1',
    '<<',
    '<',
    '>',
  ],
  ...['null', 'true', 'no', '0o7', '1e3', '0x1F', '.inf', '-0', '3.10', '1_000', '2026-01-01'],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\u0000',
    '\u0007',
    '\u001b[31m',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\u202e',
    '\u200b',
    '\ufeff',
  ],
  ...['é', 'ß', '漢', '😀', '\ud800', '\udc00', 'e\u0301', 'ﷺ', 'Ⅷ', '１'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'ARG',
    'FROM',
    'syntax=',
    'check=',
    'escape=`',
  ],
];

/** A word that means nothing anywhere. */
export const plainWord = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/);

/** Short text of words and special pieces. */
export const trickyText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...SPECIAL) },
      { weight: 2, arbitrary: plainWord },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(''));

/** Mostly what belongs in a place, now and then anything. */
export function mostly<T>(usual: fc.Arbitrary<T>): fc.Arbitrary<T | string> {
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: trickyText });
}
