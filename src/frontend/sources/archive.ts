const SIGNATURES = [
  // bzip2, gzip, xz
  [0x42, 0x5a, 0x68],
  [0x1f, 0x8b, 0x08],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
];

const BLOCK = 512;
const CHECKSUM = { start: 148, end: 156 };

/** Tells by its first bytes a tar archive, compressed or not, from any other file. */
export function isArchive(start: Uint8Array): boolean {
  const isCompressed = SIGNATURES.some((signature) =>
    signature.every((byte, index) => start[index] === byte),
  );
  return isCompressed || isTarHeader(start.subarray(0, BLOCK));
}

/** A header holds the sum of its bytes, with blanks in place of the sum. */
function isTarHeader(header: Uint8Array): boolean {
  if (header.length < BLOCK) {
    return false;
  }
  const field = new TextDecoder('latin1').decode(header.subarray(CHECKSUM.start, CHECKSUM.end));
  const [octal] = /[0-7]+/.exec(field) ?? [];
  const inField = (index: number) => index >= CHECKSUM.start && index < CHECKSUM.end;
  const sum = header.reduce((total, byte, index) => total + (inField(index) ? 0x20 : byte), 0);
  return octal !== undefined && Number.parseInt(octal, 8) === sum;
}
