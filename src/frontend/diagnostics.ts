import type { Any, Range, SourceInfo } from '../protobuf/schema.generated.js';
import { maskedText } from '../source/credentials.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { linesOf } from '../source/position.js';
import type { Location, Source } from '../source/source.js';
import { GatewayError, UNKNOWN } from './gateway-error.js';

const SOURCE_TYPE = 'github.com/moby/buildkit/errdefs.Source+json';

/**
 * Errors of a Mopyfile as BuildKit's clients print them: each place with the lines around it, then
 * the messages. Credentials are masked.
 */
export function diagnosticsError(diagnostics: readonly Diagnostic[]): GatewayError {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const details = errors.flatMap(({ locations: [main] }) => (main ? [sourceDetail(main)] : []));
  const message = errors.map(diagnosticText).join('\n');
  // Clients print the last one first.
  return new GatewayError({ code: UNKNOWN, message, details: details.reverse() });
}

/** `file:line: message (hint)`, without the lines themselves. */
export function diagnosticText({ code, message, locations: [main], hint }: Diagnostic): string {
  const place = main ? `${main.source.filename}:${linesOf(main.source, main.span).first}: ` : '';
  return `${place}${message} [${code}]${hint === undefined ? '' : `\n  hint: ${hint}`}`;
}

/** BuildKit's details hold JSON (util/grpcerrors). */
function sourceDetail(location: Location): Any {
  const value = { info: sourceJson(location.source), ranges: [lineRange(location)] };
  return { typeUrl: SOURCE_TYPE, value: Buffer.from(JSON.stringify(value)) };
}

/** A file as BuildKit shows it, without its credentials. */
export function sourceInfo(source: Source): SourceInfo {
  return { filename: source.filename, data: Buffer.from(maskedText(source)), language: languageOf(source) };
}

/** The same in BuildKit's JSON form. */
export function sourceJson(source: Source) {
  return { ...sourceInfo(source), data: Buffer.from(maskedText(source)).toString('base64') };
}

/** The lines of a place. */
export function lineRange({ source, span }: Location): Range {
  const { first, last } = linesOf(source, span);
  return { start: { line: first }, end: { line: last } };
}

/** Names are linguist's. */
function languageOf({ filename }: Source): string {
  return filename.endsWith('.txt') ? 'Pip Requirements' : 'YAML';
}
