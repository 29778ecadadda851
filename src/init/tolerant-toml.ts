import { LockError } from '../lock/lock.js';
import { readToml, type Table, tableOf } from '../lock/values.js';

/** The root of a TOML file. An unreadable file says nothing: the tools of the project complain about it. */
export function tolerantToml(text: string | undefined): Table {
  try {
    return text === undefined ? {} : readToml(text);
  } catch (error) {
    if (error instanceof LockError) {
      return {};
    }
    throw error;
  }
}

/** A table, empty for what is none. */
export function tolerantTable(value: unknown): Table {
  return tableOf(value) ?? {};
}
