import { commandShape, readCommand } from '../commands/read-command.js';
import type { Key } from '../key.js';
import type { Mopyfile } from '../mopyfile.js';

/** The command that the image starts. */
export const command: Key<Pick<Mopyfile, 'command'>> = {
  name: 'command',
  shape: commandShape('`command`', '`command: python -m app`', {
    synonyms: ['cmd', 'entrypoint', 'run', 'start', 'entry-point'],
  }),
  read: ({ document: { source }, value, report }) => {
    const line = readCommand(value, { source, subject: '`command`', variables: 'refused', report });
    return line === undefined ? {} : { command: line };
  },
};
