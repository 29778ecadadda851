import { codePointName } from '../basics/code-point.js';
import { UTF16_HINT, utf16Of } from '../basics/utf16.js';
import type { Problem } from './problem.js';

/** Files above this are no Mopyfiles. */
export const MAXIMUM_BYTES = 1024 * 1024;

/** Characters that YAML 1.2 does not allow in a file (production 1, c-printable). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const NOT_PRINTABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/** The text of a file without its byte order mark, with what keeps it from being read. */
export interface DecodedText {
  readonly text: string;
  readonly problem?: Problem;
}

/**
 * Reads bytes as UTF-8; of what is no UTF-8, the text shows the replacement character. UTF-16 is no UTF-8 either, but its
 * text is shown as it is, so that credentials in it are found.
 */
export function decodeMopyfile(bytes: Uint8Array): DecodedText {
  if (bytes.length > MAXIMUM_BYTES) {
    return { text: '', problem: tooLarge() };
  }
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) {
    const decoded = new TextDecoder(utf16.label).decode(bytes);
    return { text: decoded, problem: isUtf16(decoded) };
  }
  const text = new TextDecoder().decode(bytes);
  const invalid = text.includes('\ufffd') ? firstInvalidByte(bytes) : undefined;
  if (invalid !== undefined) {
    const start = new TextDecoder().decode(bytes.subarray(0, invalid), { stream: true }).length;
    return { text, problem: notUtf8(start) };
  }
  const unprintable = NOT_PRINTABLE.exec(text);
  return unprintable === null ? { text } : { text, problem: notPrintable(unprintable[0], unprintable.index) };
}

/** The number of bytes from the start that are UTF-8; undefined when all are. */
function firstInvalidByte(bytes: Uint8Array): number | undefined {
  if (isUtf8(bytes, false)) {
    return undefined;
  }
  let valid = 0;
  let invalid = bytes.length + 1;
  while (invalid - valid > 1) {
    const middle = Math.floor((valid + invalid) / 2);
    if (isUtf8(bytes.subarray(0, middle), middle <= bytes.length)) {
      valid = middle;
    } else {
      invalid = middle;
    }
  }
  return valid;
}

/** @param more whether a character may be cut off at the end */
function isUtf8(bytes: Uint8Array, more: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: more });
    return true;
  } catch {
    return false;
  }
}

function tooLarge(): Problem {
  return {
    code: 'file-too-large',
    message: `the file has more than the ${MAXIMUM_BYTES} bytes that a Mopyfile may have`,
    hint: 'check that -filename names the Mopyfile and not some other file',
    spans: [{ start: 0, end: 0 }],
  };
}

function isUtf16(text: string): Problem {
  return {
    code: 'not-utf-8',
    message: 'the file is UTF-16, not UTF-8',
    hint: UTF16_HINT,
    spans: [{ start: 0, end: Math.min(1, text.length) }],
  };
}

function notUtf8(start: number): Problem {
  return {
    code: 'not-utf-8',
    message: 'this is not valid UTF-8',
    hint: 'save the file as UTF-8, and check that it is a text file',
    spans: [{ start, end: start + 1 }],
  };
}

function notPrintable(character: string, start: number): Problem {
  return {
    code: 'yaml-syntax',
    message: `the character ${codePointName(character)} is not allowed in YAML`,
    hint: 'remove it; editors show it when they are told to show invisible characters',
    spans: [{ start, end: start + 1 }],
  };
}
