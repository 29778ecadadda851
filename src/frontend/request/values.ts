import { parseBoolean } from '../../basics/boolean.js';
import { csvFields } from '../../basics/csv.js';
import { FrontendError } from '../gateway/frontend-error.js';

/** Reads a boolean option; undefined where there is none. Throws FrontendError. */
export function readBoolean(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined || text === '') {
    return undefined;
  }
  const value = parseBoolean(text);
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

/** Reads one CSV record; no fields where there is none. Throws FrontendError. */
export function readCsv(name: string, text: string | undefined): readonly string[] {
  if (text === undefined || text === '') {
    return [];
  }
  const fields = csvFields(text);
  if (fields === undefined) {
    throw invalidOption(name, text);
  }
  return fields;
}

/** Reads JSON. Throws FrontendError. */
export function readJsonOption(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidOption(name, text);
  }
}

/** The error of an option whose value means nothing. */
export function invalidOption(name: string, text: string): FrontendError {
  return new FrontendError(`the option ${name} has an invalid value: ${JSON.stringify(text)}`);
}
