/** One field of a CSV record as BuildKit's flags are written: quoted as a whole when it has to be. */
export function csvField(text: string): string {
  return /["\n\r,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Fields of one CSV record: the values of `--output`, `--secret` and their like. */
export function csvFields(record: string): readonly string[] {
  const fields = record.match(/(?:^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? [];
  return fields.map((field, index) => unquote(index === 0 ? field : field.slice(1)));
}

function unquote(field: string): string {
  return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
}

/** The value of a key in a record of `key=value` fields; keys are compared as BuildKit does, in lower case. */
export function csvValue(record: string, key: string): string | undefined {
  for (const field of csvFields(record)) {
    const equals = field.indexOf('=');
    if (equals >= 0 && field.slice(0, equals).trim().toLowerCase() === key) {
      return field.slice(equals + 1);
    }
  }
  return undefined;
}
