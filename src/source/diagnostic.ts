import type { DiagnosticCode } from './diagnostic-code.js';
import type { Location } from './source.js';

/** An error keeps the image from being built. */
export type Severity = 'error' | 'warning';

/**
 * One finding about the user's input. Message, place and remedy stay apart; only the printer joins
 * them. Texts never hold a credential.
 */
export interface Diagnostic {
  /** Stable kebab-case code with a row in `docs/diagnostics.md` and a folder under `test/invalid/`. */
  readonly code: DiagnosticCode;
  /** An error prevents a plan, a warning does not. */
  readonly severity: Severity;
  /** One sentence, no trailing full stop: what is wrong. */
  readonly message: string;
  /** The first location is where the marker goes; further ones are related places. */
  readonly locations: readonly Location[];
  /** The remedy. */
  readonly hint?: string;
}
