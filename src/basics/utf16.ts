/** UTF-16 as files have it. */
export interface Utf16 {
  readonly label: 'utf-16le' | 'utf-16be';
  /** With a byte order mark at the start. */
  readonly isMarked: boolean;
}

/** Whether a file that ought to be UTF-8 is UTF-16: by its byte order mark, or since every other byte is 0. */
export function utf16Of(bytes: Uint8Array): Utf16 | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { label: 'utf-16le', isMarked: true };
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return { label: 'utf-16be', isMarked: true };
  }
  // Of a text that is mostly ASCII, one byte of each pair is 0.
  const start = bytes.subarray(0, 256);
  const zeros = (parity: number): number =>
    start.filter((byte, index) => index % 2 === parity && byte === 0).length;
  const quarter = Math.floor(start.length / 2) / 2;
  const [even, odd] = [zeros(0), zeros(1)];
  if (even === 0 && odd > quarter) {
    return { label: 'utf-16le', isMarked: false };
  }
  return odd === 0 && even > quarter ? { label: 'utf-16be', isMarked: false } : undefined;
}

/** The remedy for a file in UTF-16. */
export const UTF16_HINT =
  'save the file as UTF-8; Windows PowerShell writes UTF-16 unless told `-Encoding utf8`';
