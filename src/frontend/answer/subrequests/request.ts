import type { Result } from '../../../protobuf/schema.generated.js';

/** A question that clients may ask instead of building (frontend/subrequests/types.go). */
export interface Subrequest {
  readonly name: string;
  readonly version: string;
  readonly type: 'rpc';
  readonly description: string;
  readonly opts: readonly NamedText[];
  readonly inputs: readonly NamedText[];
  readonly metadata: readonly NamedText[];
  readonly refs: readonly NamedText[];
}

interface NamedText {
  readonly name: string;
  readonly description: string;
}

/** A question with the usual two forms of answer. */
export function subrequest(
  name: string,
  description: string,
  extra: Partial<Pick<Subrequest, 'opts' | 'metadata'>> = {},
): Subrequest {
  const metadata = ['result.json', 'result.txt'].map((key) => ({ name: key, description: '' }));
  return {
    name,
    version: '1.0.0',
    type: 'rpc',
    description,
    opts: extra.opts ?? [],
    inputs: [],
    metadata: [...metadata, ...(extra.metadata ?? [])],
    refs: [],
  };
}

/** An answer: for programs, and as a text for clients that do not know the question. */
export function subrequestResult(
  { version }: Subrequest,
  value: unknown,
  text: string,
  extra: readonly [string, string][] = [],
): Result {
  const entries: readonly [string, string][] = [
    ['result.json', JSON.stringify(value, undefined, 2)],
    ['result.txt', text],
    ['version', version],
    ...extra,
  ];
  return { metadata: new Map(entries.map(([key, content]) => [key, Buffer.from(content)])) };
}

/** Rows with aligned columns; the last column is as wide as it is. */
export function textTable(rows: readonly (readonly string[])[], gap: number): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd((widths[column] ?? 0) + gap)))
      .join('');
  return rows.map((row) => `${line(row)}\n`).join('');
}
