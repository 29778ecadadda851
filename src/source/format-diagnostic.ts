import { codeFrame, plainStyler, type Styler } from './code-frame.js';
import type { Diagnostic } from './diagnostic.js';
import { printable } from './display-width.js';
import { positionAt } from './position.js';
import type { Location } from './source.js';

/** Nobody looks at more places that one diagnostic is about. */
const MAXIMUM_RELATED = 20;

/**
 * A diagnostic as it is printed: `file:line:column: severity[code]: message`, the lines it blames, what else it
 * refers to, and the hint. Credentials are `***`.
 *
 * @param style colours each piece; leaves the text alone unless given
 * @returns lines, each ended by `\n`
 */
export function formatDiagnostic(diagnostic: Diagnostic, style = plainStyler): string {
  const { severity, locations, hint } = diagnostic;
  const [main, ...related] = locations;
  const heading = `${style(severity, `${severity}[${diagnostic.code}]`)}: ${oneLine(diagnostic.message)}`;
  const lines = [main === undefined ? heading : `${formatPlace(main, style)}: ${heading}`];
  if (main !== undefined && main.source.text !== '') {
    lines.push(codeFrame(main, severity, style));
  }
  const shown = new Set(main && [frameKey(main)]);
  for (const location of related.slice(0, MAXIMUM_RELATED)) {
    const key = frameKey(location);
    if (!shown.has(key)) {
      shown.add(key);
      lines.push(`  see ${formatPlace(location, style)}:`, codeFrame(location, 'location', style));
    }
  }
  if (related.length > MAXIMUM_RELATED) {
    lines.push(`  and ${related.length - MAXIMUM_RELATED} more`);
  }
  if (hint !== undefined) {
    lines.push(indentHint(hint, style));
  }
  return `${lines.join('\n')}\n`;
}

/** Words of the user's files must not steer the terminal. */
function oneLine(text: string): string {
  return Array.from(text, printable).join('');
}

/** Equal for places that look the same, such as two credentials side by side. */
function frameKey(location: Location): string {
  return `${location.source.filename}\n${codeFrame(location)}`;
}

function formatPlace(location: Location, style: Styler): string {
  const { line, column } = positionAt(location.source, location.span.start);
  return style('location', `${oneLine(location.source.filename)}:${line}:${column}`);
}

function indentHint(hint: string, style: Styler): string {
  return `  ${style('hint', 'hint')}: ${hint.split('\n').map(oneLine).join('\n    ')}`;
}
