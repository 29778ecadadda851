/** How `json.dumps` of Python separates items, and keys from values. */
export interface JsonSeparators {
  readonly item: string;
  readonly key: string;
}

/**
 * JSON as Python's `json.dumps` writes it with `sort_keys=True`: tools hash it. Undefined where a value has no form that is
 * the same in both languages: dates, and numbers that are not whole.
 */
export function pythonJson(value: unknown, separators: JsonSeparators): string | undefined {
  switch (typeof value) {
    case 'string':
      return asciiText(value);
    case 'boolean':
      return String(value);
    case 'bigint':
      return String(value);
    case 'number':
      return Number.isInteger(value) ? String(value) : undefined;
    case 'object':
      return value === null ? 'null' : collection(value, separators);
    default:
      return undefined;
  }
}

function collection(value: object, separators: JsonSeparators): string | undefined {
  if (value instanceof Date) {
    return undefined;
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => pythonJson(item, separators));
    return items.includes(undefined) ? undefined : `[${items.join(separators.item)}]`;
  }
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]: [string, unknown]) => {
      const text = pythonJson(member, separators);
      return text === undefined ? undefined : `${asciiText(key)}${separators.key}${text}`;
    });
  return members.includes(undefined) ? undefined : `{${members.join(separators.item)}}`;
}

function asciiText(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
