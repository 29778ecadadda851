/**
 * Bytes of UTF-8 that a variable or label may have, its name included. A line of a Dockerfile has at most
 * 65,535 (bufio.MaxScanTokenSize in BuildKit's dockerfile/parser), in which each byte may need an escape;
 * Linux starts no program with a variable of more than 131,072 (MAX_ARG_STRLEN).
 */
export const MAX_VALUE_SIZE = 32_000;

/** Bytes of a text in UTF-8. */
export function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}
