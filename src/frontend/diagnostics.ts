import { sourceInfo } from '../emit/llb/source-map.js';
import type { Any, Range } from '../protobuf/schema.generated.js';
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

/** The error with a place that it is about. BuildKit's own places for it come first. */
export function withLocation(error: GatewayError, location: Location): GatewayError {
  const details = [...(error.status.details ?? []), sourceDetail(location)];
  return new GatewayError({ ...error.status, details });
}

/** BuildKit's details hold JSON (util/grpcerrors). */
function sourceDetail(location: Location): Any {
  const value = { info: sourceJson(location.source), ranges: [lineRange(location)] };
  return { typeUrl: SOURCE_TYPE, value: Buffer.from(JSON.stringify(value)) };
}

/** A file as BuildKit shows it, in BuildKit's JSON form. */
export function sourceJson(source: Source) {
  const { data = new Uint8Array(), ...rest } = sourceInfo(source);
  return { ...rest, data: Buffer.from(data).toString('base64') };
}

/** The lines of a place. */
export function lineRange({ source, span }: Location): Range {
  const { first, last } = linesOf(source, span);
  return { start: { line: first }, end: { line: last } };
}
