import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { parseBoolean } from '../../basics/boolean.js';
import type { OperationalError } from '../../source/operational-error.js';
import { FLAGS, type Flag } from './flags.js';
import { usageError } from './usage-error.js';

/** Values by flag name; absent where a flag was not given. */
export type FlagValues = Readonly<Record<string, FlagValue>>;
export type FlagValue = boolean | string | readonly string[] | undefined;

/**
 * Reads words of the form `--name=value`.
 *
 * @throws OperationalError for an unknown flag, a missing or a wrong value
 */
export function parseFlags(words: readonly string[]): FlagValues {
  const command = new Command('mopy')
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  for (const flag of FLAGS) {
    command.addOption(optionFor(flag));
  }
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      throw flagError(error);
    }
    throw error;
  }
  return Object.fromEntries(command.options.map((option) => [option.name(), givenValue(command, option)]));
}

/** Commander gives what begins with `no-` a default of its own. */
function givenValue(command: Command, option: Option): FlagValue {
  const key = option.attributeName();
  return command.getOptionValueSource(key) === 'cli' ? command.getOptionValue(key) : undefined;
}

function optionFor(flag: Flag): Option {
  const read = (text: string, previous: FlagValue): FlagValue => {
    if (flag.kind === 'list') {
      return [...(Array.isArray(previous) ? previous : []), text];
    }
    if (flag.kind === 'text') {
      return oneOf(flag, text);
    }
    return flag.words?.includes(text) ? text : readBoolean(text, flag.words);
  };
  return new Option(`--${flag.name} <${flag.value ?? 'boolean'}>`).argParser<FlagValue>(read);
}

function oneOf({ words }: Flag, text: string): string {
  if (words === undefined || words.includes(text)) {
    return text;
  }
  throw new InvalidArgumentError(`It is one of ${words.join(', ')}.`);
}

function readBoolean(text: string, words: readonly string[] = []): boolean {
  const value = parseBoolean(text);
  if (value === undefined) {
    const others = words.length === 0 ? ' or false' : `, false or ${words.join(', ')}`;
    throw new InvalidArgumentError(`It is true${others}.`);
  }
  return value;
}

/** Commander's message in the spelling of this command line: `-flag` without `<value>` and prefixes. */
function flagError({ message }: CommanderError): OperationalError {
  const [text = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const spelled = text.replace(/^((?:unknown )?option ')--/, '$1-');
  return suggestion === undefined
    ? usageError(spelled, 'mopy -help lists the flags')
    : usageError(spelled, suggestion.replace(/^\((.*)\)$/, '$1').replaceAll(/--(?=[a-z])/g, '-'));
}
