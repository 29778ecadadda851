const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

/** A boolean as Go's strconv.ParseBool reads it; undefined for any other text. */
export function parseBoolean(text: string): boolean | undefined {
  return BOOLEANS.get(text);
}
