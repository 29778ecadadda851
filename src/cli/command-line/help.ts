import type { Help, Option } from 'commander';
import { mopyCommand } from './command.js';
import { FLAGS, flagNamed } from './flags.js';

const EXAMPLES = `mopy makes a minimal, non-root Python container image from a short YAML file.

  mopy -init && mopy              write a Mopyfile for this folder, and build it
  mopy -push -t registry.example.org/app:1 -platform linux/amd64,linux/arm64
  mopy -dockerfile > Dockerfile   an equivalent Dockerfile, to read and keep
`;

const USAGE = '[flags] [context] [-- words for buildctl or docker]';

const EXIT_CODES =
  'Exit codes: 0 done, 1 the Mopyfile or the build failed, 2 wrong usage,\n129 the terminal closed, 130 interrupted, 143 terminated.';

/** Column of the descriptions. */
const COLUMN = 28;

/** The layout of `-help`: one dash, the value without brackets, a long flag on a line of its own, nothing wrapped. */
const LAYOUT: Partial<Help> = {
  helpWidth: Number.MAX_SAFE_INTEGER,
  optionTerm: (option: Option) => {
    const { name, short, value } = flagNamed(option.name()) ?? { name: option.name() };
    const spelled = short === undefined ? `-${name}` : `-${name}, -${short}`;
    return value === undefined ? spelled : `${spelled} ${value}`;
  },
  optionDescription: ({ description }: Option) => description,
  formatItem: (term, _width, description) => {
    const left = `  ${term}`;
    return left.length < COLUMN
      ? `${left.padEnd(COLUMN)}${description}`
      : `${left}\n${' '.repeat(COLUMN)}${description}`;
  },
};

/** The text of `-help`: examples first, then the flags by what they are for. */
export function helpText(): string {
  let text = '';
  mopyCommand(FLAGS)
    .usage(USAGE)
    .configureHelp(LAYOUT)
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', `\n${EXIT_CODES}`)
    .configureOutput({ writeOut: (part) => (text += part) })
    .outputHelp();
  return text;
}
