/** Each value once, in the order of their first places. */
export function unique<T>(values: Iterable<T>): readonly T[] {
  return [...new Set(values)];
}
