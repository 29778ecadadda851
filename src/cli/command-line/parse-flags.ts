import { type Command, CommanderError, type Option } from 'commander';
import type { OperationalError } from '../../source/operational-error.js';
import { type FlagValue, mopyCommand } from './command.js';
import type { Flag } from './flag.js';
import { FLAGS, flagNamed, WORKS } from './flags.js';
import type { SplitCommandLine } from './split-command-line.js';
import { usageError } from './usage-error.js';

/** Values by flag name; absent where a flag was not given. */
export type FlagValues = Readonly<Record<string, FlagValue>>;

/** Flags that are answered whatever else the command line asks for. */
const QUESTIONS = ['help', 'version'];

/** Errors of words that are right by themselves. */
const COMBINATIONS = ['commander.conflictingOption'];

/**
 * Reads flags, spelled `--name=value`, and the words in the place of the context.
 *
 * @throws OperationalError for an unknown flag, a missing or a wrong value, flags that conflict
 */
export function parseFlags({ flags, positional }: Pick<SplitCommandLine, 'flags' | 'positional'>): {
  readonly values: FlagValues;
  readonly contexts: readonly string[];
} {
  const command = mopyCommand(neededFlags(flags))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  try {
    // With nothing to separate, a flag without its value would take the separator.
    command.parse(positional.length === 0 ? flags : [...flags, '--', ...positional], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    if (
      COMBINATIONS.includes(error.code) &&
      QUESTIONS.some((name) => command.getOptionValue(name) === true)
    ) {
      return { values: valuesOf(command), contexts: [] };
    }
    throw flagError(error);
  }
  return { values: valuesOf(command), contexts: positional };
}

/** The flags that are given; all of them where one is unknown, since commander suggests what it may have meant. */
function neededFlags(words: readonly string[]): readonly Flag[] {
  const given = new Set(words.map((word) => flagNamed(word.slice('--'.length).split('=', 1)[0] ?? '')));
  return given.has(undefined) ? FLAGS : FLAGS.filter((flag) => given.has(flag));
}

function valuesOf(command: Command): FlagValues {
  return Object.fromEntries(command.options.map((option) => [option.name(), givenValue(command, option)]));
}

/** Commander gives what begins with `no-` a default of its own. */
function givenValue(command: Command, option: Option): FlagValue {
  const key = option.attributeName();
  return command.getOptionValueSource(key) === 'cli' ? command.getOptionValue(key) : undefined;
}

/** Commander's message in the spelling of this command line, `-flag` without prefixes, and its remedy. */
function flagError({ code, message }: CommanderError): OperationalError {
  const [text = '', suggestion] = message.replace(/^error: /, '').split('\n');
  switch (code) {
    case 'commander.conflictingOption':
      return conflictError(text.replaceAll(/'--(\S+) <\w+>'/g, "'-$1'"));
    default:
      return usageError(
        text.replace(/^((?:unknown )?option ')--/, '$1-'),
        suggestion?.replace(/^\((.*)\)$/, '$1').replaceAll(/--(?=[a-z])/g, '-') ??
          'mopy -help lists the flags',
      );
  }
}

function conflictError(text: string): OperationalError {
  const isBetweenWorks = WORKS.some((name) => text.startsWith(`option '-${name}'`));
  return usageError(
    text,
    isBetweenWorks ? 'each is a job of its own: run mopy once for each' : 'leave one of them out',
  );
}
