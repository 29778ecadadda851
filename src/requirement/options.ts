import type { Span } from '../source/source.js';
import { groupHint } from './other-tools.js';
import { splitWords, type Word } from './words.js';

/** Options that requirements files may hold, by pip's own names (SUPPORTED_OPTIONS in pip/_internal/req/req_file.py). */
export type OptionName = keyof typeof TAKES_VALUE;

const TAKES_VALUE = {
  '--index-url': true,
  '--pypi-url': true,
  '--extra-index-url': true,
  '--no-index': false,
  '--constraint': true,
  '--requirement': true,
  '--editable': true,
  '--find-links': true,
  '--no-binary': true,
  '--only-binary': true,
  '--prefer-binary': false,
  '--require-hashes': false,
  '--no-require-hashes': false,
  '--pre': false,
  '--all-releases': true,
  '--only-final': true,
  '--trusted-host': true,
  '--use-feature': true,
  '--global-option': true,
  '--install-option': true,
  '--config-settings': true,
  '--config-setting': true,
  '--hash': true,
} as const;

const SHORT: Readonly<Record<string, OptionName>> = {
  '-i': '--index-url',
  '-c': '--constraint',
  '-r': '--requirement',
  '-e': '--editable',
  '-f': '--find-links',
  '-C': '--config-settings',
};

/** An option in a line of a requirements file, by its long name. */
export interface Option {
  readonly name: OptionName;
  readonly value: string;
  /** Where in the line the value stands, or the name of an option that takes none. */
  readonly span: Span;
}

/** All options of a line, or the first thing that is wrong with one. */
export type ReadOptions =
  | { readonly options: readonly Option[]; readonly fault?: undefined }
  | { readonly options?: undefined; readonly fault: OptionFault };

interface OptionFault {
  readonly message: string;
  readonly hint: string;
  readonly span: Span;
}

/** Where the options of a line begin: pip looks for the first word behind a blank that starts with `-`. */
export function optionsStart(line: string): number {
  const match = /(?:^| )-/.exec(line);
  return match === null ? line.length : match.index + match[0].length - 1;
}

/** Reads options from an offset on as Python's `optparse` does; words between them are passed over, as by pip. */
export function readOptions(line: string, from: number): ReadOptions {
  const words = splitWords(line, from);
  if (words === undefined) {
    const hint = 'write `\\"` for a quote that is part of a value';
    return { fault: { message: 'a quote is never closed', hint, span: { start: from, end: line.length } } };
  }
  const options: Option[] = [];
  const pending = words.values();
  for (const word of pending) {
    if (word.text === '--') {
      break;
    }
    if (!word.text.startsWith('-') || word.text === '-') {
      continue;
    }
    const option = readOption(word, pending);
    if ('message' in option) {
      return { fault: option };
    }
    options.push(option);
  }
  return { options };
}

function readOption(word: Word, pending: Iterator<Word, undefined>): Option | OptionFault {
  const { written, attached } = splitOption(word.text);
  const name = optionNamed(written);
  if (name === undefined) {
    const hint =
      written === '--group'
        ? groupHint(attached ?? pending.next().value?.text ?? '')
        : 'pip knows fewer options in requirements files than on its command line';
    return { message: `\`${written}\` is no option of requirements files`, hint, span: word.span };
  }
  if (!TAKES_VALUE[name]) {
    return attached === undefined
      ? { name, value: '', span: word.span }
      : { message: `\`${written}\` takes no value`, hint: `write \`${written}\` alone`, span: word.span };
  }
  if (attached !== undefined) {
    const start = word.span.end - Math.min(attached.length, word.text.length);
    return withKnownHash({ name, value: attached, span: { start, end: word.span.end } });
  }
  const { value } = pending.next();
  return value === undefined
    ? {
        message: `a value is missing after \`${written}\``,
        hint: `write \`${written} value\``,
        span: word.span,
      }
    : withKnownHash({ name, value: value.text, span: value.span });
}

/** Hashes that pip takes (STRONG_HASHES in pip/_internal/utils/hashes.py). */
const HASH_ALGORITHMS: readonly (string | undefined)[] = ['sha256', 'sha384', 'sha512'];

/** A `--hash` that pip refuses before it looks at any file; a variable of the environment may hold all of it. */
function withKnownHash(option: Option): Option | OptionFault {
  const { name, value, span } = option;
  const algorithm = /^([^:]*):/.exec(value)?.[1];
  if (name !== '--hash' || HASH_ALGORITHMS.includes(algorithm) || /^[^:]*\$\{[A-Z0-9_]+\}/.test(value)) {
    return option;
  }
  return {
    message: algorithm === undefined ? 'a hash needs its algorithm' : `pip takes no \`${algorithm}\` hashes`,
    hint: 'write `--hash=sha256:…`, as `pip hash` shows it; `sha384` and `sha512` are the others',
    span,
  };
}

/** `--name=value`, `-nvalue`, or a name whose value is the next word. */
function splitOption(text: string): { readonly written: string; readonly attached: string | undefined } {
  const at = text.startsWith('--') ? text.indexOf('=') : 2;
  const skip = text.startsWith('--') ? 1 : 0;
  return at < 0 || at >= text.length
    ? { written: text, attached: undefined }
    : { written: text.slice(0, at), attached: text.slice(at + skip) };
}

/** Whether a requirements file may hold an option, written short, long or cut short. */
export function isFileOption(written: string): boolean {
  return optionNamed(written) !== undefined;
}

/** Long names may be cut short as long as one option begins so. */
function optionNamed(written: string): OptionName | undefined {
  if (!written.startsWith('--')) {
    return SHORT[written];
  }
  const names = Object.keys(TAKES_VALUE) as OptionName[];
  const candidates = names.filter((name) => name.startsWith(written));
  return names.find((name) => name === written) ?? (candidates.length === 1 ? candidates[0] : undefined);
}
