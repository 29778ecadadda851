import { commandShape, readCommand } from '../commands/read-command.js';
import type { Key } from '../key.js';
import type { Mopyfile } from '../mopyfile.js';
import { REMOVE } from '../shape.js';

const SUBJECT = 'this entry of `prepare`';

/** Commands that run once while the image is built, and whose files become part of it. */
export const prepare: Key<Pick<Mopyfile, 'prepare'>> = {
  name: 'prepare',
  shape: {
    subject: '`prepare`',
    expected: 'a list of commands',
    example: 'prepare:\n  - python manage.py collectstatic --no-input',
    empty: REMOVE,
    accepts: { list: commandShape(SUBJECT, '`- python manage.py collectstatic --no-input`') },
  },
  read: ({ document: { source }, value, report }) => ({
    prepare: (value?.kind === 'sequence' ? value.items : []).flatMap(
      (item) => readCommand(item, { source, subject: SUBJECT, variables: 'allowed', report }) ?? [],
    ),
  }),
};
