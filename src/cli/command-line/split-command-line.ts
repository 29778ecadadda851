import { flagNamed } from './flags.js';

/** The words of a command line by what they are. */
export interface SplitCommandLine {
  /** One for each flag, spelled `--name=value`; what is unknown or lacks a value stays as it was, with two dashes. */
  readonly flags: readonly string[];
  /** Words in the place of the context. */
  readonly positional: readonly string[];
  /** Words after `--`. */
  readonly engine: readonly string[];
}

/**
 * Reads a command line as Go's `flag` package does: one or two dashes, `-flag`, `-flag=value`, and
 * `-flag value` unless the flag is a boolean. The first other word ends the flags, but for those that are known: what is
 * spelled like one can be nothing else. `--` ends everything, wherever it stands.
 */
export function splitCommandLine(words: readonly string[]): SplitCommandLine {
  const flags: string[] = [];
  const positional: string[] = [];
  let next = 0;
  for (let word = words[next]; word !== undefined && word !== '--'; word = words[next]) {
    if (isFlag(word) && (positional.length === 0 || isKnown(word))) {
      const read = readFlag(word, words[next + 1]);
      flags.push(read.spelled);
      next += read.taken;
    } else {
      positional.push(word);
      next += 1;
    }
  }
  return { flags, positional, engine: words.slice(next + 1) };
}

function isKnown(word: string): boolean {
  return flagNamed(word.replace(/^--?/, '').replace(/=.*$/s, '')) !== undefined;
}

/** A lone dash is a word, two dashes are the separator. */
function isFlag(word: string): boolean {
  return word.startsWith('-') && word !== '-' && word !== '--';
}

function readFlag(word: string, following: string | undefined): { spelled: string; taken: number } {
  const body = word.replace(/^--?/, '');
  const equals = body.indexOf('=');
  const name = equals < 0 ? body : body.slice(0, equals);
  const flag = flagNamed(name);
  if (flag === undefined) {
    return { spelled: `--${body}`, taken: 1 };
  }
  if (equals >= 0) {
    return { spelled: `--${flag.name}${body.slice(equals)}`, taken: 1 };
  }
  if (flag.kind === 'boolean' || flag.kind === 'boolean-or-word') {
    return { spelled: `--${flag.name}=true`, taken: 1 };
  }
  return following === undefined
    ? { spelled: `--${flag.name}`, taken: 1 }
    : { spelled: `--${flag.name}=${following}`, taken: 2 };
}
