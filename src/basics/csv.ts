/** A field of a CSV record as BuildKit's flags and options are written: quoted as a whole when it has to be. */
export function csvField(text: string): string {
  return /["\n\r,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Fields of one CSV record: the values of `--output`, `--secret`, `add-hosts` and their like. A field that holds
 * `,` or `"` stands in quotes, with inner quotes doubled. Returns undefined for a malformed record.
 */
export function csvFields(record: string): readonly string[] | undefined {
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (let more = true; more; ) {
    const match = field.exec(record);
    if (match === null) {
      return undefined;
    }
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    more = match[3] === ',';
  }
  return fields;
}

/**
 * The value of a key in a record of `key=value` fields; keys are compared as BuildKit does, in lower case. A
 * malformed record has no value: whoever is given it refuses it.
 */
export function csvValue(record: string, key: string): string | undefined {
  for (const field of csvFields(record) ?? []) {
    const equals = field.indexOf('=');
    if (equals >= 0 && field.slice(0, equals).trim().toLowerCase() === key) {
      return field.slice(equals + 1);
    }
  }
  return undefined;
}
