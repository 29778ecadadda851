import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzInput } from './input.js';

/** Inputs at which something was wrong once, by the names of their files, which say what it was. */
export function readSamples(folder: string): Readonly<Record<string, FuzzInput>> {
  const names = readdirSync(folder).toSorted();
  return Object.fromEntries(
    names.map((name) => [
      name.replace(/\.json$/, ''),
      JSON.parse(readFileSync(join(folder, name), 'utf8')) as FuzzInput,
    ]),
  );
}
