import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/source/diagnostic.js';
import { formatDiagnostic } from '../../src/source/format-diagnostic.js';

const source = { kind: 'mopyfile', filename: 'dir/Mopyfile.yaml', text: 'a: 1\nb: https://u:p@h\n' } as const;

const diagnostic: Diagnostic = {
  code: 'duplicate-key',
  severity: 'error',
  message: 'something is wrong',
  locations: [{ source, span: { start: 5, end: 6 } }],
};

test('place, severity, code, message and frame', () => {
  expect(formatDiagnostic(diagnostic)).toBe(
    'dir/Mopyfile.yaml:2:1: error[duplicate-key]: something is wrong\n  2 | b: https://***@h\n    | ^\n',
  );
});

test('related places, each look once, and a hint of several lines', () => {
  const related = [
    { source, span: { start: 16, end: 17 } },
    { source, span: { start: 18, end: 19 } },
    { source, span: { start: 0, end: 1 } },
  ];
  const locations = [...diagnostic.locations, ...related];
  expect(formatDiagnostic({ ...diagnostic, locations, hint: 'one\ntwo' })).toBe(
    [
      'dir/Mopyfile.yaml:2:1: error[duplicate-key]: something is wrong',
      '  2 | b: https://***@h',
      '    | ^',
      '  see dir/Mopyfile.yaml:2:12:',
      '  2 | b: https://***@h',
      '    |            ^^^',
      '  see dir/Mopyfile.yaml:1:1:',
      '  1 | a: 1',
      '    | ^',
      '  hint: one',
      '    two',
      '',
    ].join('\n'),
  );
});

test('of many places the first, and how many more there are', () => {
  const text = Array.from({ length: 30 }, (_, line) => `line ${line}\n`).join('');
  const many = { kind: 'mopyfile', filename: 'Mopyfile.yaml', text } as const;
  const starts = Array.from(text.matchAll(/^/gm), ({ index }) => index).slice(0, 30);
  const locations = starts.map((start) => ({ source: many, span: { start, end: start + 4 } }));
  const printed = formatDiagnostic({ ...diagnostic, locations, hint: 'one' });
  expect(printed.match(/^ {2}see .*/gm)).toEqual(
    Array.from({ length: 20 }, (_, index) => `  see Mopyfile.yaml:${index + 2}:1:`),
  );
  expect(printed.endsWith('\n  and 9 more\n  hint: one\n')).toBe(true);
});

test('control characters of names and messages are not printed', () => {
  const place = {
    source: { kind: 'mopyfile' as const, filename: 'a\u001bb', text: 'x' },
    span: { start: 0, end: 1 },
  };
  const printed = formatDiagnostic({
    ...diagnostic,
    message: 'a\u001b[2J\nb',
    hint: 'c\u0007',
    locations: [place],
  });
  expect(printed).toBe(
    'a\ufffdb:1:1: error[duplicate-key]: a\ufffd[2J\ufffdb\n  1 | x\n    | ^\n  hint: c\ufffd\n',
  );
});

test('without a place', () => {
  expect(formatDiagnostic({ ...diagnostic, severity: 'warning', locations: [] })).toBe(
    'warning[duplicate-key]: something is wrong\n',
  );
});
