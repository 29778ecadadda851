import { Command, InvalidArgumentError, Option } from 'commander';
import { parseBoolean } from '../../basics/boolean.js';
import type { Flag } from './flag.js';
import { FLAGS } from './flags.js';

/** The value of a flag; undefined where it was not given. */
export type FlagValue = boolean | string | readonly string[] | undefined;

/**
 * The command as commander sees it: flags with their help, choices and conflicts, and the context. Booleans take
 * a value, which commander's own do not: Go's `flag` package has `-llb=false`, and all its spellings of one.
 *
 * @param flags those that it has: telling commander of each takes time
 */
export function mopyCommand(flags: readonly Flag[]): Command {
  const command = new Command('mopy').helpOption(false).argument('[context...]');
  for (const flag of flags) {
    addFlag(command, flag);
  }
  return command;
}

function addFlag(command: Command, flag: Flag): void {
  const option = new Option(`--${flag.name} <${valueName(flag)}>`, flag.help)
    .helpGroup(`${flag.group}:`)
    .conflicts((flag.conflicts ?? []).map(attributeName));
  command.addOption(withValues(option, flag));
  if (flag.conflicts !== undefined || FLAGS.some(({ conflicts }) => conflicts?.includes(flag.name))) {
    command.on(`option:${flag.name}`, () => forgetTurnedOff(command, option));
  }
}

/** The name of a flag's value in messages. */
function valueName({ value, kind }: Flag): string {
  return value ?? (kind === 'boolean' ? 'boolean' : 'word');
}

/** A conflict is one of what is asked for: `-llb=false` asks for nothing. */
function forgetTurnedOff(command: Command, option: Option): void {
  const key = option.attributeName();
  if (command.getOptionValue(key) === false) {
    command.setOptionValue(key, undefined);
  }
}

function withValues(option: Option, { kind, choices }: Flag): Option {
  switch (kind) {
    case 'list':
      return option.argParser<FlagValue>((text, previous) => [
        ...(Array.isArray(previous) ? previous : []),
        text,
      ]);
    case 'text':
      return choices === undefined ? option : option.choices(choices);
    default:
      return option.argParser<FlagValue>((text) =>
        choices?.includes(text) ? text : readBoolean(text, choices),
      );
  }
}

function readBoolean(text: string, others: readonly string[] = []): boolean {
  const value = parseBoolean(text);
  if (value === undefined) {
    throw new InvalidArgumentError(
      others.length === 0 ? 'It is true or false.' : `Allowed choices are ${others.join(', ')}, true, false.`,
    );
  }
  return value;
}

/** Commander's key for the value of a flag: its name in camel case. */
function attributeName(flag: string): string {
  return new Option(`--${flag}`).attributeName();
}
