import { sourceInfo } from '../../emit/llb/source-map.js';
import type { Any, Range } from '../../protobuf/schema.generated.js';
import type { Diagnostic } from '../../source/diagnostic.js';
import { linesOf } from '../../source/position.js';
import type { Location, Source } from '../../source/source.js';
import { GatewayError, UNKNOWN } from '../gateway/gateway-error.js';

const SOURCE_TYPE = 'github.com/moby/buildkit/errdefs.Source+json';

/**
 * Limits of the places that are shown with the lines around them. Each carries its whole file, and all of them go to
 * the client in one gRPC trailer, in base64 once more: clients in Go take 16 MiB of that.
 */
const MAXIMUM_PLACES = 10;
const MAXIMUM_PLACE_BYTES = 2 * 1024 * 1024;

/** Length of the messages, which travel twice in that trailer. */
const MAXIMUM_TEXT = 256 * 1024;

/**
 * Errors of a Mopyfile as BuildKit's clients print them: the first places with the lines around them, then
 * the messages. Credentials are masked.
 */
export function diagnosticsError(diagnostics: readonly Diagnostic[]): GatewayError {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const places = errors.flatMap(({ locations: [main] }) => (main ? [main] : [])).slice(0, MAXIMUM_PLACES);
  const details = fitting(places, MAXIMUM_PLACE_BYTES, sourceBytes).map(sourceDetail);
  // Clients print the last one first.
  return new GatewayError({ code: UNKNOWN, message: errorText(errors), details: details.reverse() });
}

/** The messages of errors, one after the other; of thousands the first ones. */
export function errorText(errors: readonly Diagnostic[]): string {
  const texts = fitting(errors, MAXIMUM_TEXT, (error) => diagnosticText(error).slice(0, MAXIMUM_TEXT));
  const more = errors.length - texts.length;
  return [...texts, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** The results for the first ones, as many as are no larger than `maximum` together; the others are not made. */
function fitting<From, To extends { readonly length: number }>(
  all: readonly From[],
  maximum: number,
  make: (one: From) => To,
): To[] {
  const made: To[] = [];
  let size = 0;
  for (const one of all) {
    const next = make(one);
    size += next.length;
    if (size > maximum) {
      break;
    }
    made.push(next);
  }
  return made;
}

/** `file:line: message (hint)`, without the lines themselves. */
function diagnosticText({ code, message, locations: [main], hint }: Diagnostic): string {
  const place = main ? `${main.source.filename}:${linesOf(main.source, main.span).first}: ` : '';
  return `${place}${message} [${code}]${hint === undefined ? '' : `\n  hint: ${hint}`}`;
}

/** The error with a place that it is about. BuildKit's own places for it come first. */
export function withLocation(error: GatewayError, location: Location): GatewayError {
  const details = [...(error.status.details ?? []), sourceDetail(sourceBytes(location))];
  return new GatewayError({ ...error.status, details });
}

function sourceDetail(value: Uint8Array): Any {
  return { typeUrl: SOURCE_TYPE, value };
}

/** BuildKit's details hold JSON (util/grpcerrors). */
function sourceBytes(location: Location): Uint8Array {
  const value = { info: sourceJson(location.source), ranges: [lineRange(location)] };
  return Buffer.from(JSON.stringify(value));
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
