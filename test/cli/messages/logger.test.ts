import { expect, it } from 'vitest';
import { loggerFor, summary } from '../../../src/cli/messages/logger.js';
import type { Styler } from '../../../src/source/code-frame.js';
import type { Diagnostic } from '../../../src/source/diagnostic.js';
import { fakeIo } from '../fake-io.js';

function diagnostic(severity: Diagnostic['severity']): Diagnostic {
  return { code: 'unknown-key', severity, message: 'no', locations: [] };
}

it('writes a hint below its message, in the styles of standard error', async () => {
  const io = { ...fakeIo(), stderrStyler: async (): Promise<Styler> => (style, text) => `<${style}>${text}` };
  await loggerFor(io).error('no', 'yes');
  expect(io.written.stderr).toBe('<error>error: no\n  <hint>hint: yes\n');
});

it.each<[Diagnostic['severity'][], string]>([
  [['error'], '1 error'],
  [['warning', 'warning'], '2 warnings'],
  [['error', 'warning', 'error'], '2 errors and 1 warning'],
])('sums up %j', (severities, text) => {
  expect(summary(severities.map(diagnostic))).toBe(text);
});

it('says nothing about nothing', async () => {
  const io = fakeIo();
  await loggerFor(io).diagnostics([]);
  expect(io.written.stderr).toBe('');
});

it.each<[Diagnostic['severity'][], number, string]>([
  [Array(1000).fill('error'), 1000, '1000 errors\n'],
  [Array(1500).fill('error'), 1000, '1500 errors; 500 of them are not shown\n'],
  [[...Array(2000).fill('warning'), 'error'], 1, '1 error and 2000 warnings; 2,000 of them are not shown\n'],
])('shows at most 1,000 findings, and counts all', async (severities, shown, ending) => {
  const io = fakeIo();
  await loggerFor(io).diagnostics(severities.map(diagnostic));
  expect(io.written.stderr.match(/unknown-key/g)).toHaveLength(shown);
  expect(io.written.stderr.endsWith(`\n${ending}`)).toBe(true);
});
