import type { Diagnostic } from '../../source/diagnostic.js';
import { workflowCommands } from './github.js';
import { DIAGNOSTICS_PAGE, placeOf } from './places.js';
import { sarifLog } from './sarif.js';

/** Formats of `-check` for programs. */
export type ReportFormat = 'json' | 'sarif' | 'github';

/** Diagnostics as text for a program: JSON, SARIF 2.1.0, or workflow commands of GitHub. Credentials are in none of them. */
export function formatReport(format: ReportFormat, diagnostics: readonly Diagnostic[]): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(diagnostics.map(plain), undefined, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(sarifLog(diagnostics), undefined, 2)}\n`;
    default:
      return workflowCommands(diagnostics);
  }
}

function plain({ code, severity, message, locations, hint }: Diagnostic) {
  const [place, ...related] = locations.map(placeOf);
  return {
    code,
    severity,
    message,
    ...(hint !== undefined && { hint }),
    ...place,
    ...(related.length > 0 && { related }),
    documentation: DIAGNOSTICS_PAGE,
  };
}
