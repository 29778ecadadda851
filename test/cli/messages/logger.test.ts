import { describe, expect, it } from 'vitest';
import { wantsColour } from '../../../src/cli/messages/colours.js';
import { loggerFor, summary } from '../../../src/cli/messages/logger.js';
import type { Diagnostic } from '../../../src/source/diagnostic.js';
import { fakeIo } from '../fake-io.js';

function diagnostic(severity: Diagnostic['severity']): Diagnostic {
  return { code: 'unknown-key', severity, message: 'no', locations: [] };
}

describe('colours', () => {
  it.each<[Record<string, string>, boolean, boolean]>([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    [{ TERM: 'dumb' }, true, false],
  ])('%j on a terminal: %s', (environment, isTerminal, wanted) => {
    expect(wantsColour(environment, () => isTerminal)).toBe(wanted);
  });

  it('colours errors on a terminal alone', async () => {
    const [plain, terminal] = [fakeIo(), fakeIo({ terminals: ['stderr'] })];
    for (const io of [plain, terminal]) {
      await loggerFor(io).error('no', 'yes');
    }
    expect(plain.written.stderr).toBe('error: no\n  hint: yes\n');
    expect(terminal.written.stderr).toContain('\u001b[');
  });
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
