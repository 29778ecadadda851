import type { Diagnostic } from '../../source/diagnostic.js';
import { clean, placeOf } from './places.js';

/**
 * Diagnostics as workflow commands, which GitHub's runner reads from any step and shows at the lines of a change. Nothing
 * where there are none. The escapes are those of the runner's ActionCommand.
 */
export function workflowCommands(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(workflowCommand).join('');
}

function workflowCommand({ code, severity, message, locations: [location], hint }: Diagnostic): string {
  const { file, start, end } = (location && placeOf(location)) ?? {};
  const isOneLine = start?.line === end?.line;
  const properties = Object.entries({
    file: file === '-' ? undefined : file,
    line: start?.line,
    endLine: end?.line,
    // Columns of places with several lines are refused.
    col: isOneLine ? start?.column : undefined,
    endColumn: isOneLine ? end?.column : undefined,
    title: code,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${propertyValue(String(value))}`]));
  const text = hint === undefined ? message : `${message}\nhint: ${hint}`;
  return `::${severity} ${properties.join(',')}::${data(clean(text))}\n`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function propertyValue(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
