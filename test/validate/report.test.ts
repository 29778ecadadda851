import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/source/diagnostic.js';
import type { Source } from '../../src/source/source.js';
import { sortDiagnostics, violationDiagnostic } from '../../src/validate/report.js';

const mopyfile = { kind: 'mopyfile', filename: 'z/Mopyfile.yaml', text: 'text' } as const;

function at(source: Source, start: number, message = 'm'): Diagnostic {
  return {
    code: 'pip-syntax',
    severity: 'error',
    message,
    locations: [{ source, span: { start, end: start + 1 } }],
  };
}

test('the Mopyfile comes first, then other files by name, each from the top down', () => {
  const [a, again, b] = ['a.txt', 'a.txt', 'b.txt'].map((filename) => ({
    kind: 'requirements' as const,
    filename,
    text: 'text',
  }));
  if (a === undefined || again === undefined || b === undefined) {
    throw new Error('three files');
  }
  const everywhere: Diagnostic = { code: 'slim-platform', severity: 'warning', message: 'm', locations: [] };
  const sorted = [at(mopyfile, 0), at(mopyfile, 2), at(a, 0), at(again, 1), at(a, 2), at(b, 0), everywhere];
  const shuffled = [6, 4, 1, 5, 3, 0, 2].flatMap((index) => sorted[index] ?? []);
  expect(sortDiagnostics(shuffled, mopyfile).slice(-6)).toEqual(sorted.slice(0, -1));
  expect(sortDiagnostics(shuffled, mopyfile)).toHaveLength(sorted.length);
});

test('what is found twice is said once', () => {
  expect(
    sortDiagnostics([at(mopyfile, 0), at(mopyfile, 0), at(mopyfile, 0, 'other')], mopyfile),
  ).toHaveLength(2);
});

test('messages and hints hold no credentials', () => {
  const violation = {
    code: 'project-missing',
    message: '`https://u:p@h`',
    hint: 'https://u:p@h',
    at: { start: 0, end: 1 },
  } as const;
  expect(violationDiagnostic(mopyfile, violation)).toMatchObject({
    message: '`https://***@h`',
    hint: 'https://***@h',
  });
});
