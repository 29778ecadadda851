import { FrontendError } from '../gateway/frontend-error.js';

/** Go's strconv.ParseBool. */
const BOOLEANS = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

/** Reads a boolean option; undefined where there is none. Throws FrontendError. */
export function readBoolean(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined || text === '') {
    return undefined;
  }
  const value = BOOLEANS.get(text);
  if (value === undefined) {
    throw invalidOption(name, text);
  }
  return value;
}

/** Reads an integer of at least `minimum`; undefined where there is none. Throws FrontendError. */
export function readInteger(name: string, text: string | undefined, minimum = 1n): bigint | undefined {
  if (text === undefined || text === '') {
    return undefined;
  }
  const value = /^-?\d+$/.test(text) ? BigInt(text) : undefined;
  if (value === undefined || value < minimum) {
    throw invalidOption(name, text);
  }
  return value;
}

/**
 * The fields of one CSV record. A field that holds `,` or `"` stands in quotes, with inner quotes
 * doubled. Throws FrontendError.
 */
export function readCsv(name: string, text: string | undefined): readonly string[] {
  if (text === undefined || text === '') {
    return [];
  }
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (let more = true; more; ) {
    const match = field.exec(text);
    if (match === null) {
      throw invalidOption(name, text);
    }
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    more = match[3] === ',';
  }
  return fields;
}

/** Reads JSON. Throws FrontendError. */
export function readJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidOption(name, text);
  }
}

/** What the user is told about an option whose value means nothing. */
export function invalidOption(name: string, text: string): FrontendError {
  return new FrontendError(`the option ${name} has an invalid value: ${JSON.stringify(text)}`);
}
