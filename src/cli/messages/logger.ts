import type { Styler } from '../../source/code-frame.js';
import type { Diagnostic } from '../../source/diagnostic.js';
import { formatDiagnostic } from '../../source/format-diagnostic.js';
import type { Io } from '../world/io.js';

/** Messages to the user on standard error. A reader that went away is no reason to stop. */
export interface Logger {
  /** Findings in the Mopyfile, and how many there are. */
  diagnostics(diagnostics: readonly Diagnostic[]): Promise<void>;
  error(message: string, hint?: string): Promise<void>;
  warning(message: string, hint?: string): Promise<void>;
  note(message: string): Promise<void>;
}

/** Nobody reads more of them, and each takes time. */
const MAXIMUM_SHOWN = 1000;

/** All of them, or the first; then errors before warnings, which stop nothing. */
function shownOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const isMuch = diagnostics.length > MAXIMUM_SHOWN && errors.length > 0;
  return (isMuch ? errors : diagnostics).slice(0, MAXIMUM_SHOWN);
}

/** A logger to `io.stderr`. Nothing is opened or loaded until there is something to say. */
export function loggerFor(io: Pick<Io, 'stderr' | 'stderrStyler'>): Logger {
  const say = async (spell: (style: Styler) => string) => {
    const text = spell(await io.stderrStyler());
    await io.stderr.write(text).catch(() => undefined);
  };
  const sayMessage = (severity: 'error' | 'warning', message: string, hint?: string) =>
    say((style) => {
      const tail =
        hint === undefined ? '' : `  ${style('hint', 'hint')}: ${hint.replaceAll('\n', '\n    ')}\n`;
      return `${style(severity, severity)}: ${message}\n${tail}`;
    });
  return {
    async diagnostics(diagnostics) {
      if (diagnostics.length === 0) {
        return;
      }
      const shown = shownOf(diagnostics);
      const hidden = diagnostics.length - shown.length;
      await say((style) => shown.map((diagnostic) => formatDiagnostic(diagnostic, style)).join('\n'));
      const rest = hidden === 0 ? '' : `; ${hidden.toLocaleString('en')} of them are not shown`;
      await say(() => `\n${summary(diagnostics)}${rest}\n`);
    },
    error: (message, hint) => sayMessage('error', message, hint),
    warning: (message, hint) => sayMessage('warning', message, hint),
    note: (message) => say(() => `${message}\n`),
  };
}

/** `2 errors and 1 warning`. */
export function summary(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity']) => {
    const number = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return number === 0 ? [] : [`${number} ${severity}${number === 1 ? '' : 's'}`];
  };
  return [...count('error'), ...count('warning')].join(' and ');
}
