import { utf16Of } from '../basics/utf16.js';

/** A text, or what stands in the way of reading it. */
export type Decoded =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text?: undefined; readonly problem: { readonly message: string; readonly hint: string } };

const BYTE_ORDER_MARKS: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

const UTF_32_MARKS: readonly (readonly number[])[] = [
  [0xff, 0xfe, 0, 0],
  [0, 0, 0xfe, 0xff],
];

/** Python's names of encodings that the web's decoder calls otherwise. */
const PYTHON_NAMES: ReadonlyMap<string, string> = new Map([
  ['utf8-sig', 'utf-8'],
  ['utf-8-sig', 'utf-8'],
  ['u8', 'utf-8'],
  ['utf', 'utf-8'],
  ['latin-1', 'latin1'],
  ['mac-roman', 'macintosh'],
  ['utf-16-le', 'utf-16le'],
  ['utf-16-be', 'utf-16be'],
]);

/** To the web these are names of a larger encoding. */
const ASCII: ReadonlySet<string> = new Set(['ascii', 'us-ascii', '646']);

const HINT = 'save the file as UTF-8';

/**
 * Decodes a requirements file as pip does (pip/_internal/utils/encoding.py): a byte order mark, else a
 * `# coding:` comment in the first two lines, else UTF-8, which is what pip finds in the build.
 */
export function decodeRequirementsFile(bytes: Uint8Array): Decoded {
  if (UTF_32_MARKS.some((mark) => startsWith(bytes, mark))) {
    return { problem: { message: 'the file is UTF-32, which most versions of pip do not read', hint: HINT } };
  }
  for (const [encoding, mark] of BYTE_ORDER_MARKS) {
    if (startsWith(bytes, mark)) {
      return decode(bytes.subarray(mark.length), encoding);
    }
  }
  if (utf16Of(bytes)?.isMarked === false) {
    return {
      problem: {
        message: 'the file is UTF-16 without a byte order mark, which pip does not read',
        hint: HINT,
      },
    };
  }
  return decode(bytes, declaredEncoding(bytes) ?? 'utf-8');
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const lines = new TextDecoder('latin1').decode(bytes.subarray(0, 4096)).split('\n').slice(0, 2);
  for (const line of lines) {
    const encoding = line.startsWith('#') ? /coding[:=]\s*([-\w.]+)/.exec(line)?.[1] : undefined;
    if (encoding !== undefined) {
      return encoding;
    }
  }
  return undefined;
}

function decode(bytes: Uint8Array, encoding: string): Decoded {
  const name = encoding.toLowerCase().replaceAll('_', '-');
  const decoder = decoderFor(PYTHON_NAMES.get(name) ?? name);
  if (decoder === undefined) {
    const message = `the file says that its encoding is \`${encoding}\`, which mopy does not read`;
    return { problem: { message, hint: HINT } };
  }
  if (ASCII.has(name) && bytes.some((byte) => byte > 0x7f)) {
    return { problem: { message: 'the file is not valid ASCII', hint: HINT } };
  }
  try {
    return { text: decoder.decode(bytes) };
  } catch {
    return { problem: { message: `the file is not valid ${encoding.toUpperCase()}`, hint: HINT } };
  }
}

function decoderFor(label: string) {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true });
  } catch {
    return undefined;
  }
}
