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
